import { guardDriver } from '../../db/embedded/driver-guard.mjs'
import { ensureInstalled, requireNode } from '../../db/tools/packages.mjs'
import { stopPrograms } from '../../db/tools/programs.mjs'
import { ensureBuilt } from './build.mjs'
import { runNode, stopAll } from './checks/child.mjs'
import { findEngines } from './checks/databases.mjs'
import { checkJavascript } from './checks/javascript.mjs'
import { checkKills } from './checks/kills.mjs'
import { checkLockfile } from './checks/lockfile.mjs'
import { checkRelease } from './checks/release.mjs'
import { openReport, single } from './checks/report.mjs'
import { checkRooms } from './checks/rooms.mjs'
import { findFreePort, openTempFolder, startBank } from './checks/server.mjs'
import { runPlaywright, runVitest } from './checks/suites.mjs'
import { checkWatch } from './checks/watch.mjs'
import { drillDoors } from './drills/doors/drill.mjs'
import { drillRequests } from './drills/requests/drill.mjs'

const [wanted, ...rest] = process.argv.slice(2)
const report = openReport()
const temp = await openTempFolder()
let building

/**
 * Start an embedded PostgreSQL of their own, or make the program send no statement that other files
 * don't make it send too, by what db/testing/record-sql.ts has seen.
 */
const ONCE = [
  'db/append/overload.test.ts',
  'db/embedded/**',
  'db/import/{csv-reader,report}.test.ts',
  'db/import/import-{balances,book,dates,faults,file,property}.test.ts',
  'db/lab/soak/kills.test.ts',
  'db/logins.test.ts',
  'db/tools/people.test.ts',
  'db/trouble/bounds.test.ts',
  'app/_server/{http,log,metrics,past,process}/**',
  'app/_server/accounts/overview.test.ts',
  'app/_server/alerts/judge.test.ts',
  'app/_server/bank/{bank-moments,staff-home,trial-balance}.test.ts',
  'app/_server/commands/{cold-storage,late-postings,malformed-commands}.test.ts',
  'app/_server/limits/{counter,known-devices,limits}.test.ts',
  'app/_server/payment-batches/files.test.ts',
  'app/_server/people/*.test.ts',
  'app/_server/streams/told-event.test.ts',
  'app/_server/timeline/{export-name,timeline-export}.test.ts',
  'app/api/{bodies,holds,live,methods,one-balance,outage,payees,payment-orders}.test.ts',
  'app/api/{ready,required-factor,searches,session,step-up,storage,streams,waits}.test.ts',
  'app/forms.test.ts',
]

const parts = {
  types: () => report.part('types', checkTypes),
  build: () => report.part('build', build),
  javascript: () => report.part('javascript', weighJavascript),
  lint: () => report.part('lint', lint),
  rooms: () => report.part('rooms', checkRooms),
  lockfile: () => report.part('lockfile', checkLockfile),
  unit: () => report.part('unit', () => runVitest('unit', { folder: temp.folder, args: rest })),
  db: async () => inTwoLanes(await eachEngine()),
  e2e: () => report.part('e2e', testInBrowser),
  kills: () => report.part('kills', testKills),
  requests: () => report.part('requests', testRequests),
  doors: () => report.part('doors', testDoors),
  release: () => report.part('release', testRelease),
  watch: () => report.part('watch', testWatch),
}

if (wanted !== undefined && !Object.hasOwn(parts, wanted)) {
  console.error(`Unknown part "${wanted}". Parts: ${Object.keys(parts).join(', ')}.`)
  process.exit(2)
}
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 })) {
  process.once(signal, async () => {
    report.interrupt()
    stopPrograms()
    await stopAll()
    await temp.remove()
    process.exit(code)
  })
}

const isReady = await report.prepare('packages', async () => {
  requireNode()
  const isNew = await ensureInstalled()
  guardDriver()
  return isNew ? 'installed' : 'up to date'
})
if (!isReady) {
  // All checks need these; the report has the reason.
} else if (wanted === undefined) {
  await inTwoLanes([
    async () => {
      for (const name of ['types', 'build', 'javascript']) await parts[name]()
    },
    async () => {
      for (const name of ['lint', 'rooms', 'lockfile', 'unit']) await parts[name]()
    },
    ...(await eachEngine()),
    parts.kills,
    parts.requests,
    parts.doors,
    parts.release,
    parts.watch,
  ])
  // Alone: the browser tests have two workers of their own.
  await parts.e2e()
} else {
  await parts[wanted]()
}
await temp.remove()
report.close()
process.exitCode = report.total.failed === 0 ? 0 : 1

/** Runs the parts of a list in two lanes, for a machine with two cores. */
async function inTwoLanes(works) {
  const waiting = [...works]
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next()
  }
  await Promise.all([lane(), lane()])
}

/**
 * Next.js generates types for the routes, which the pages use. Not incremental: tsc's cache misses
 * changes in those types.
 */
async function checkTypes() {
  const generated = await runNode(['node_modules/next/dist/bin/next', 'typegen'])
  if (generated.code !== 0) return single(generated)
  const options = ['--noEmit', '--incremental', 'false']
  return single(await runNode(['node_modules/typescript/bin/tsc', ...options]))
}

async function lint() {
  return single(
    await runNode(['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.']),
  )
}

async function build() {
  const isNew = await built()
  return { passed: 1, failed: 0, note: isNew ? '' : 'up to date' }
}

/** Measures the present sources: builds them first if needed. */
async function weighJavascript() {
  await built()
  return checkJavascript()
}

/** One build per run, shared by all parts: two concurrent builds would corrupt each other. */
function built() {
  building ??= ensureBuilt()
  return building
}

/** The same suite for every engine, each in a throw-away cluster; some files on the first alone. */
async function eachEngine() {
  const noEngine = error => [{ name: 'no engine', open: () => Promise.reject(error) }]
  const engines = await findEngines().catch(noEngine)
  return engines.map((engine, index) => {
    const args = index > 0 && rest.length === 0 ? ONCE.flatMap(file => ['--exclude', file]) : rest
    return () => report.part(`db on ${engine.name}`, () => testDatabase(engine, args))
  })
}

async function testDatabase(engine, args) {
  const server = await engine.open()
  try {
    const env = { TEST_SERVER_URL: server.url }
    return await runVitest('db', { folder: temp.folder, label: engine.name, env, args })
  } finally {
    await server.close()
  }
}

async function testInBrowser() {
  await built()
  const [data, port] = [`${temp.folder}/bank`, await findFreePort()]
  const bank = await startBank({ data, port, units: 'HRS:2:h,PTS:0:★' })
  try {
    return await runPlaywright({ folder: temp.folder, baseUrl: bank.baseUrl, args: rest })
  } finally {
    await bank.stop()
  }
}

async function testKills() {
  await built()
  return checkKills({ data: `${temp.folder}/killed`, port: await findFreePort() })
}

/** Takes some seconds; `npm run drill:requests` sends thousands. */
async function testRequests() {
  await built()
  const [data, port] = [`${temp.folder}/drilled`, await findFreePort()]
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
  return drillRequests({ data, port, seed, count: 480, weighs: false })
}

async function testDoors() {
  await built()
  return drillDoors({ data: `${temp.folder}/doors`, port: await findFreePort() })
}

async function testRelease() {
  await built()
  return checkRelease({ ports: [await findFreePort(), await findFreePort()] })
}

async function testWatch() {
  await built()
  return checkWatch({ data: `${temp.folder}/watched`, port: await findFreePort() })
}
