import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { projectFolder } from '../../../db/tools/programs.mjs'

/**
 * The layers of each top folder, upper ones first: a room may import itself and those below it.
 * Unlisted rooms are below all listed ones.
 */
export const houses = {
  domain: [
    ...[
      'case-file',
      'payment-batch',
      'payment-order',
      'alert',
      'approval',
      'bank-account',
      'person',
    ],
    ...['event-sourcing', 'money', 'text'],
  ],
  db: [
    ...['lab', 'tools', 'operations', 'capacity', 'watch', 'backup'],
    ...['event-store.ts', 'projections', 'import', 'feed', 'append', 'past'],
    ...['timeline', 'streams', 'migrate.ts', 'approvals', 'payment-orders', 'case-files'],
    ...['accounts', 'codecs'],
    ...['directory', 'people', 'epoch.ts', 'roles.ts', 'own-units.ts', 'day-zone.ts'],
    ...['bank-holidays.ts', 'query.ts', 'trouble'],
    ...['connection.ts'],
    ...[
      'operations-schema.ts',
      'access-schema.ts',
      'people-schema.ts',
      'read-model-schema.ts',
      'payments-schema.ts',
      'auth-schema.ts',
      'archive-schema.ts',
      'backup-schema.ts',
      'schema.ts',
    ],
  ],
  'app/_server': [
    ...['demo', 'operations', 'alerts', 'directory', 'search', 'bank', 'timeline', 'past'],
    ...[
      'commands',
      'case-files',
      'payment-batches',
      'payment-orders',
      'approvals',
      'accounts',
      'live',
      'streams',
    ],
    ...['people', 'limits', 'http'],
    ...['health', 'process', 'metrics', 'traces', 'log'],
  ],
}

/** Test code and measurements (db/lab/) may import everything. */
const ofTests = /(^|\/)testing\/|\.test\.\w+$|(^|\/)fixture\.ts$/
const ofLab = /^db\/lab\//
const specifiers = /(?:from\s+|import\s+|import\()'([^']+)'/g
const endings = ['', '.ts', '.tsx', '.mjs']

/** Finds imports of an upper layer, of test code from the product, or of a route tree. */
export async function checkRooms() {
  const files = execFileSync('git', ['ls-files', 'app', ...Object.keys(houses)], {
    cwd: projectFolder,
    encoding: 'utf8',
  })
  const names = files.split('\n').filter(name => /\.(ts|tsx|mjs)$/.test(name))
  const known = new Set(names)
  const faults = names
    .filter(name => !ofTests.test(name))
    .flatMap(name => faultsIn(name, readFileSync(join(projectFolder, name), 'utf8'), known))
  return { passed: faults.length === 0 ? 1 : 0, failed: faults.length, output: faults.join('\n') }
}

/**
 * The faults of one file's imports, in sentences.
 * @param {string} name its path in the project
 * @param {string} text its content
 * @param {ReadonlySet<string>} known the paths that an import can resolve to
 */
export function faultsIn(name, text, known) {
  const faults = []
  for (const [, specifier] of text.matchAll(specifiers)) {
    const target = resolve(specifier, name, known)
    if (target === null) continue
    const [from, to] = [placeOf(name), placeOf(target)]
    if (ofTests.test(target) && !ofLab.test(name))
      faults.push(`${name} imports ${target}, which is for tests only`)
    else if (from.house === to.house && from.room !== to.room && to.rank <= from.rank) {
      faults.push(`${name} imports ${target}: ${from.room} must not import from ${to.room}`)
    }
    const tree = treeOf(target)
    if (tree !== null && tree !== treeOf(name))
      faults.push(`${name} imports ${target}: only app/${tree}/ imports from app/${tree}/`)
  }
  return faults
}

function resolve(specifier, from, known) {
  if (!/^[@.]+\//.test(specifier)) return null
  const path = specifier.startsWith('@/')
    ? specifier.slice(2)
    : posix.join(posix.dirname(from), specifier)
  return endings.map(ending => path + ending).find(found => known.has(found)) ?? null
}

/** The route tree of a file: Next.js serves every folder of app/ without an underscore. */
function treeOf(path) {
  return /^app\/([^_/][^/]*)\//.exec(path)?.[1] ?? null
}

function placeOf(path) {
  const house = Object.keys(houses).find(prefix => path.startsWith(`${prefix}/`)) ?? ''
  const [room = ''] = path.slice(house.length + 1).split('/')
  const at = houses[house]?.indexOf(room) ?? -1
  return { house, room, rank: at < 0 ? Number.POSITIVE_INFINITY : at }
}
