import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { tryLock } from '../../db/tools/lock-file.mjs'

/** Longer than a bank takes to stop, with the commands under way and its database. */
const leavingLimitMs = 60_000
const pollMs = 50

/**
 * Claims a data folder for this process with a lock file, run.json, that names its owner. An owner
 * that was killed or is stopping is waited for.
 * @param {string} folder
 * @param {{ command: string, address: string }} self
 * @returns {Promise<{ wasKilled: boolean, ends(): void, release(): void }>} `wasKilled`: the previous
 * owner did not clean up, so its port may need a moment; `ends` tells the next one to wait
 * @throws a sentence that names the running owner if there is one
 */
export async function claimFolder(folder, { command, address }) {
  const file = join(folder, 'run.json')
  const deadline = performance.now() + leavingLimitMs
  for (;;) {
    const claim = tryLock(file, { command, address })
    if (!('owner' in claim)) {
      const { wasKilled, mark, release } = claim
      return { wasKilled, ends: () => mark({ isEnding: true }), release }
    }
    const { owner } = claim
    if (!owner.isLeaving) throw new Error(describe(owner, folder))
    if (performance.now() > deadline) throw new Error(describeLeaving(owner, folder))
    await delay(pollMs)
  }
}

function describe({ pid, since, command, address }, folder) {
  return (
    `Daybook is already running in ${folder}: process ${pid} (${command}) ` +
    `since ${since}, at ${address}.\n` +
    `Open that address, or stop it with: kill ${pid}\n` +
    'To run a second bank, give it its own folder and port: DAYBOOK_DATA=folder PORT=number npm start'
  )
}

function describeLeaving({ pid }, folder) {
  return (
    `The Daybook that ran in ${folder} is stopping, but process ${pid} has not ended ` +
    `for ${leavingLimitMs / 1_000} seconds. End it with: kill -9 ${pid}`
  )
}
