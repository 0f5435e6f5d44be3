import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

const SETTLE_MAX_MS = 20_000
const POLL_MS = 250

/** The Node options that make a server collect garbage on request. */
export const COLLECTING = `--import ${new URL('./collect-on-signal.mjs', import.meta.url).href}`

/**
 * The resident memory of a bank's web server in megabytes: before a garbage collection, and after
 * it once no more is returned.
 */
export async function memoryOf({ child }) {
  const pid = webServerOf(child.pid)
  const held = memoryOfProcess(pid)
  process.kill(pid, 'SIGUSR2')
  let needed = held
  const deadline = performance.now() + SETTLE_MAX_MS
  for (let same = 0; same < 12 && performance.now() < deadline; ) {
    await sleep(POLL_MS)
    const now = memoryOfProcess(pid)
    same = now < needed ? 0 : same + 1
    needed = Math.min(needed, now)
  }
  return { held, needed }
}

function webServerOf(group) {
  const list = execFileSync('ps', ['-axo', 'pid=,pgid=,args='], { encoding: 'utf8' })
  const rows = list.split('\n').map(row => row.trim().split(/\s+/))
  const found = rows.find(([, of, name]) => Number(of) === group && name?.startsWith('next-server'))
  if (!found) throw new Error('The web server of the bank is not running.')
  return Number(found[0])
}

function memoryOfProcess(pid) {
  const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })
  return Math.round(Number(kilobytes) / 1024)
}
