import { execFileSync } from 'node:child_process'

/**
 * Stops a PostgreSQL with all its processes (SIGSTOP): its sockets stay open and it is silent, like
 * a machine that hangs. Returns a function that resumes it.
 */
export function freeze(postmaster: number): () => void {
  // Once the postmaster is stopped it starts no new ones.
  process.kill(postmaster, 'SIGSTOP')
  const family = [postmaster, ...childrenOf(postmaster)]
  for (const pid of family) send(pid, 'SIGSTOP')
  return () => {
    for (const pid of family.toReversed()) send(pid, 'SIGCONT')
  }
}

function childrenOf(parent: number): number[] {
  const rows = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' }).split('\n')
  const pairs = rows.map(row => row.trim().split(/\s+/).map(Number))
  return pairs.flatMap(([pid, ppid]) => (ppid === parent && pid !== undefined ? [pid] : []))
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
