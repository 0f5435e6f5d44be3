import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

/**
 * The state of a process id. A zombie counts as dead: it was killed, runs nothing and holds
 * nothing, but its parent has not waited for it. In a container whose first process is no init it
 * stays for ever.
 * @param {number} pid
 * @returns {'running' | 'zombie' | 'none'}
 */
export function processState(pid) {
  const found = look(pid)
  if (found !== null) return /^[ZXx]/.test(found.state) ? 'zombie' : 'running'
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

function look(pid) {
  if (existsSync('/proc/self/stat')) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return { state: fields[0] ?? '', born: fields[19] ?? null }
    } catch {
      return null
    }
  }
  try {
    const options = ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)]
    const [state = '', ...born] = execFileSync('ps', options, { encoding: 'utf8' })
      .trim()
      .split(/\s+/)
    return { state, born: born.join(' ') }
  } catch {
    return null
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
