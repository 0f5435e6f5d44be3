import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { processState } from './processes.mjs'

/** No process has this id: it is larger than any system gives. */
const nobody = 2 ** 31 - 1

/**
 * PostgreSQL takes a lock file for that of a running server when its process id stands for anything:
 * also for a zombie, or for another program that has the number since the machine was restarted. In
 * those cases the id is replaced by nobody's. The rest of the file stays, by which PostgreSQL finds
 * out whether processes of the dead server are at work still.
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

/** Whether a process id stands for something that is no server. */
function isDead(pid) {
  const state = processState(pid)
  return state === 'zombie' || (state === 'running' && !isPostgres(pid))
}

/** Whether a process that runs is PostgreSQL; what can't be looked at is taken for it. */
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
