import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { bornAt, isDying } from '../embedded/processes.mjs'

const attemptsMax = 5

/**
 * Takes a lock file for this process, or says who has it. The file names its owner's process, so it is
 * free as soon as that process is gone, however it ended.
 * @param {string} file
 * @param {Record<string, string>} told what the file says besides
 * @returns {{ wasKilled: boolean, mark(more: object): void, release(): void } | { owner: Owner }}
 *   `wasKilled`: the owner before did not clean up; `mark` adds to what the file says
 * @typedef {{ pid: number, born: string, since: string, isLeaving: boolean } & Record<string, any>}
 *   Owner `isLeaving`: it is being killed, or has said that it ends
 */
export function tryLock(file, told) {
  const fresh = `${file}.${process.pid}`
  const since = new Date().toISOString()
  const self = { pid: process.pid, born: bornAt(process.pid), since, ...told }
  const write = more => writeFileSync(fresh, `${JSON.stringify({ ...self, ...more })}\n`)
  write({})
  let wasKilled = false
  try {
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      if (link(fresh, file)) {
        return {
          wasKilled,
          mark(more) {
            write(more)
            renameSync(fresh, file)
          },
          release: () => rmSync(file, { force: true }),
        }
      }
      const owner = read(file)
      if (owner !== null && isSameProcess(owner)) {
        return { owner: { ...owner, isLeaving: owner.isEnding === true || isDying(owner.pid) } }
      }
      wasKilled = true
      removeStale(file)
    }
    throw new Error(`Several processes try to start Daybook at once, at ${file}. Try again.`)
  } finally {
    rmSync(fresh, { force: true })
  }
}

/** Whether the lock was free, and is this process's now. */
function link(fresh, file) {
  try {
    linkSync(fresh, file)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/**
 * Renamed first: when two processes find a stale lock, one removes it and the other finds none.
 */
function removeStale(file) {
  const stale = `${file}.stale-${process.pid}`
  try {
    renameSync(file, stale)
    rmSync(stale, { force: true })
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}

/** Process ids are reused; a zombie counts as gone, even before its parent has reaped it. */
function isSameProcess({ pid, born }) {
  return Number.isInteger(pid) && born !== null && bornAt(pid) === born
}
