import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/**
 * The state of a process id. A zombie counts as dead: it was killed, runs nothing and holds
 * nothing, but its parent has not waited for it. In a container whose first process is no init it
 * stays for ever.
 * @param {number} pid
 * @returns {'running' | 'zombie' | 'none'}
 */
export function processState(pid) {
  const found = look(pid)
  if (found !== null) return found.state === 'zombie' ? 'zombie' : 'running'
  // Another user's process, which this one may not inspect.
  return exists(pid) ? 'running' : 'none'
}

/** Whether a process with this id runs, whoever owns it. */
export function isAlive(pid) {
  return processState(pid) === 'running'
}

/**
 * When a running process started, as an opaque text; null if it doesn't run or can't be inspected.
 * Process ids are reused, but not together with a start time.
 * @param {number} pid
 * @returns {string | null}
 */
export function bornAt(pid) {
  return isAlive(pid) ? (look(pid)?.born ?? null) : null
}

/**
 * Whether a process was killed and is about to end: it runs no more of its program, but may still
 * hold its memory, files and ports.
 * @param {number} pid
 */
export function isDying(pid) {
  return look(pid)?.state === 'dying'
}

function look(pid) {
  if (existsSync('/proc/self/stat')) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return { state: stateIn(pid, fields), born: fields[19] ?? null }
    } catch {
      return null
    }
  }
  try {
    const options = ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)]
    const [letters = '', ...born] = execFileSync('ps', options, { encoding: 'utf8' })
      .trim()
      .split(/\s+/)
    const state = /^Z/.test(letters) ? 'zombie' : /E/.test(letters) ? 'dying' : 'running'
    return { state, born: born.join(' ') }
  } catch {
    return null
  }
}

/** PF_EXITING of the kernel, and SIGKILL among the pending signals. */
const exiting = 0x4
const sigkill = 1n << 8n

/** The state of a process on Linux, from the fields of its stat file after the name. */
function stateIn(pid, [state = '', ...rest]) {
  if (/^[ZXx]/.test(state)) return hasOtherThreads(pid) ? 'dying' : 'zombie'
  if ((Number(rest[5]) & exiting) !== 0) return 'dying'
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const pending = [...status.matchAll(/^S(?:ig|hd)Pnd:\s*(\w+)$/gm)]
  return pending.some(([, mask]) => (BigInt(`0x${mask}`) & sigkill) !== 0n) ? 'dying' : 'running'
}

/** The first thread can be a zombie while others of the process still end. */
function hasOtherThreads(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).length > 1
  } catch {
    return false
  }
}

function exists(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
