import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { canReach, chooseAccount } from '../../../db/embedded/account.mjs'
import { makeFolder, openThrowAway } from '../../../db/embedded/throw-away.mjs'
import { makeRelease } from '../release/package.mjs'
import { runNode } from './child.mjs'

/** Without the embedded database. */
const BYTES_MAX = 200_000_000
const TIMEOUT_MS = 600_000
const deployer = fileURLToPath(new URL('release-in-use.mjs', import.meta.url))

/**
 * Makes a release of the build, copies it into an empty folder, and uses it there: as the unprivileged
 * account that also runs the database, with an empty environment, and without a network where this
 * machine lets it be taken away.
 * @param {{ port: number }} options
 */
export async function checkRelease({ port }) {
  const place = makeFolder()
  let database = null
  try {
    const folder = join(place, 'daybook')
    const { bytes } = await makeRelease({ folder })
    cpSync(deployer, join(place, 'release-in-use.mjs'))
    database = await openThrowAway()
    const account = chooseAccount([])
    const program = [join(place, 'release-in-use.mjs'), folder, String(port), database.url]
    const { command, note } = asDeployer(account, [process.execPath, ...program])
    const [first, ...args] = command
    const { output } = await runNode(args, {
      ...{ program: first, timeoutMs: TIMEOUT_MS },
      env: { PATH: process.env.PATH },
    })
    const size = { holds: bytes < BYTES_MAX, sentence: `${Math.round(bytes / 1e6)} MB of 200` }
    return outcomeOf([size, ...readFindings(output)], note)
  } finally {
    await database?.close()
    rmSync(place, { recursive: true, force: true })
  }
}

/** The command line that takes away the rights of root, and the network; `note` says what it can't. */
function asDeployer(account, command) {
  const isRoot = account.switch.uid !== undefined
  const isReachable = canReach(process.execPath, account)
  const drop =
    isRoot && isReachable
      ? ['setpriv', `--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups', '--']
      : []
  const apart = ['unshare', ...(isRoot ? [] : ['--map-root-user']), '--net', '--']
  const withLoopback = ['sh', '-c', 'ip link set lo up && exec "$@"', 'sh']
  const hasDrop = drop.length === 0 || succeeds([...drop, 'true'])
  const isApart = succeeds([...apart, ...withLoopback, 'true'])
  const notes = [
    isRoot && !(isReachable && hasDrop) ? `as root: ${account.name} can’t run Node here` : '',
    isApart ? '' : 'with a network: this machine doesn’t let it be taken away',
  ].filter(text => text !== '')
  return {
    command: [
      ...(isApart ? [...apart, ...withLoopback] : []),
      ...(hasDrop ? drop : []),
      ...command,
    ],
    note: notes.join('; '),
  }
}

function succeeds([program, ...args]) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}

function readFindings(output) {
  const last = output.trimEnd().split('\n').at(-1) ?? ''
  try {
    return JSON.parse(last)
  } catch {
    return [{ holds: false, sentence: `The release was not used to the end.\n${output}` }]
  }
}

function outcomeOf(findings, note) {
  return {
    passed: findings.filter(({ holds }) => holds).length,
    failed: findings.filter(({ holds }) => !holds).length,
    output: findings.map(({ holds, sentence }) => `${holds ? '✓' : '✗'} ${sentence}`).join('\n'),
    note,
  }
}
