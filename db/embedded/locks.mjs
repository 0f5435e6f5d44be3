import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { processState } from './processes.mjs'

/** Larger than any process id of any system. */
const nobody = 2 ** 31 - 1

/**
 * PostgreSQL treats a lock file as that of a running server if any process has its id, even a
 * zombie, or another program that got the number after a reboot. In those cases the id is replaced
 * by one that no process has. The rest of the file stays: PostgreSQL uses it to detect processes of
 * the dead server that still run.
 * @param {{ cluster: string, sockets?: string }} places
 */
export function releaseDeadLocks({ cluster, sockets }) {
  const files = [join(cluster, 'postmaster.pid')]
  if (sockets !== undefined) files.push(join(sockets, '.s.PGSQL.5432.lock'))
  for (const file of files) {
    const [first, ...rest] = readLines(file)
    const pid = Number(first)
    if (!(pid > 0) || !isDead(pid)) continue
    writeFileSync(file, [String(nobody), ...rest].join('\n'))
  }
}

/** Whether a process id belongs to no server. */
function isDead(pid) {
  const state = processState(pid)
  return state === 'zombie' || (state === 'running' && !isPostgres(pid))
}

/** Whether a running process is PostgreSQL; assumed if it can't be inspected. */
export function isPostgres(pid) {
  const file = `/proc/${pid}/cmdline`
  if (!existsSync('/proc/self/cmdline')) return true
  try {
    const program = readFileSync(file, 'utf8').split('\0')[0] ?? ''
    return basename(program).startsWith('postgres')
  } catch {
    return true
  }
}

function readLines(file) {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}
