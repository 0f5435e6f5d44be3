import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { tryLock } from './lock-file.mjs'
import { projectFolder } from './programs.mjs'

/** A folder that a build keeps. */
const lockFolder = join(projectFolder, '.next', 'cache')
const pollMs = 200

/**
 * Runs `work`, which installs or builds something in the project's folder, as the only process that
 * does: other starts wait, and then find it done.
 * @template T
 * @param {() => T | Promise<T>} work
 * @param {string} folder where the lock is
 * @returns {Promise<T>}
 */
export async function alone(work, folder = lockFolder) {
  mkdirSync(folder, { recursive: true })
  const lock = await waitForLock(join(folder, 'daybook-alone.json'))
  try {
    return await work()
  } finally {
    lock.release()
  }
}

/** However long it takes: a lock is free when its owner is gone. */
async function waitForLock(file) {
  for (;;) {
    const lock = tryLock(file, { command: 'npm start' })
    if (!('owner' in lock)) return lock
    await delay(pollMs)
  }
}
