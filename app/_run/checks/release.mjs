import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { canReach, chooseAccount } from '../../../db/embedded/account.mjs'
import { makeFolder, openThrowAway } from '../../../db/embedded/throw-away.mjs'
import { deployScript } from '../deploy/deploy-document.mjs'
import { makeRelease } from '../release/package.mjs'
import { runNode } from './child.mjs'

/** Without the embedded database. */
const BYTES_MAX = 200_000_000
const TIMEOUT_MS = 600_000
const inUse = fileURLToPath(new URL('release-in-use.mjs', import.meta.url))
const psql = fileURLToPath(new URL('psql-stand-in.mjs', import.meta.url))

/**
 * Makes a release of the build, copies it into an empty folder, and uses it there: as the unprivileged
 * account that also runs the database, with an empty environment, and without a network where this
 * machine lets it be taken away. Then DEPLOY.md is followed there.
 * @param {{ ports: readonly [number, number] }} options
 */
export async function checkRelease({ ports }) {
  const place = makeFolder()
  let database = null
  try {
    const folder = join(place, 'daybook')
    const { bytes } = await makeRelease({ folder })
    database = await openThrowAway()
    const deployer = openDeployer(chooseAccount([]), place)
    const size = { holds: bytes < BYTES_MAX, sentence: `${Math.round(bytes / 1e6)} MB of 200` }
    const used = await deployer.run(
      [process.execPath, deployer.copy(inUse), folder, String(ports[0]), database.url],
      { PATH: process.env.PATH },
    )
    const followed = await followDocument({ deployer, place, folder, ports, url: database.url })
    return outcomeOf([size, ...readFindings(used.output), followed], deployer.note)
  } finally {
    await database?.close()
    rmSync(place, { recursive: true, force: true })
  }
}

/** Follows DEPLOY.md, but for the blocks that change the whole machine. */
async function followDocument({ deployer, place, folder, ports, url }) {
  const { searchParams } = new URL(url)
  const home = join(place, 'home')
  mkdirSync(join(home, 'bin'), { recursive: true, mode: 0o777 })
  for (const made of [home, join(home, 'bin')]) chmodSync(made, 0o777)
  if (!succeeds(['psql', '--version'])) cpSync(psql, join(home, 'bin', 'psql'))
  const file = join(place, 'deploy.sh')
  const script = deployScript({
    ...{ BANK: join(home, 'bank'), RELEASE: folder, SITE: 'https://bank.example.com' },
    ...{ PORT_1: String(ports[0]), PORT_2: String(ports[1]) },
    ...{ PGHOST: searchParams.get('host'), PGPORT: '5432' },
    ...{ PGUSER: searchParams.get('user'), PGPASSWORD: searchParams.get('password') },
  })
  writeFileSync(file, script, { mode: 0o644 })
  const path = [join(home, 'bin'), dirname(process.execPath), process.env.PATH].join(':')
  const { code, output } = await deployer.run(['bash', file], { PATH: path, HOME: home })
  const isWhole = code === 0 && /\/join\/\S/.test(output) && output.includes('followed to the end')
  const end = isWhole ? '' : `, with exit code ${code}\n${output}`
  return { holds: isWhole, sentence: `DEPLOY.md is followed to its end${end}` }
}

/** Runs programs as somebody who deploys; `note` says what could not be taken from them. */
function openDeployer(account, place) {
  const { command, note } = asDeployer(account)
  return {
    note,
    /** A copy of a program of the project that the deployer can read. */
    copy(file) {
      const copied = join(place, basename(file))
      cpSync(file, copied)
      return copied
    },
    run(words, env) {
      const [program, ...args] = [...command, ...words]
      return runNode(args, { program, env, timeoutMs: TIMEOUT_MS, cwd: place })
    },
  }
}

/** The words that take away the rights of root, and the network; `note` says what they can't. */
function asDeployer(account) {
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
    command: [...(isApart ? [...apart, ...withLoopback] : []), ...(hasDrop ? drop : [])],
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
