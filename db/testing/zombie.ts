import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { processState } from '../embedded/processes.mjs'

const POLL_MS = 10

/**
 * A killed process whose parent doesn't wait for it, as in a container whose first process is no
 * init. `whileAlive` sees it before the kill; `as` is its user, if not this process's own.
 */
export async function makeZombie(
  whileAlive: (pid: number) => void = () => {},
  as: { uid?: number; gid?: number } = {},
) {
  const parent = spawn('sh', ['-c', 'sleep 1000 & echo $!; exec sleep 1000'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    ...as,
  })
  const [line] = await once(parent.stdout, 'data')
  const pid = Number(line)
  // Still a shell, it would wait for the child; `sleep`, which it becomes, never does.
  while (programOf(parent.pid) !== 'sleep') await delay(POLL_MS)
  whileAlive(pid)
  process.kill(pid, 'SIGKILL')
  while (processState(pid) === 'running') await delay(POLL_MS)
  return { pid, close: () => parent.kill('SIGKILL') }
}

function programOf(pid: number | undefined): string {
  const options = ['-o', 'comm=', '-p', String(pid)]
  return execFileSync('ps', options, { encoding: 'utf8' }).trim().split('/').at(-1) ?? ''
}
