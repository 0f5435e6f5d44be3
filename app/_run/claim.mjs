import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bornAt } from '../../db/embedded/processes.mjs'

const attemptsMax = 5

/**
 * Claims a data folder for this process with a lock file, run.json, that names its owner.
 * @param {string} folder
 * @param {{ command: string, address: string }} self
 * @returns {{ wasKilled: boolean, release(): void }} `wasKilled`: the previous owner did not clean
 * up, so its port may need a moment
 * @throws a sentence that names the running owner if there is one
 */
export function claimFolder(folder, { command, address }) {
  const file = join(folder, 'run.json')
  const fresh = `${file}.${process.pid}`
  const since = new Date().toISOString()
  const self = { pid: process.pid, born: bornAt(process.pid), since, command, address }
  writeFileSync(fresh, `${JSON.stringify(self)}\n`)
  let wasKilled = false
  try {
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      try {
        linkSync(fresh, file)
        return { wasKilled, release: () => rmSync(file, { force: true }) }
      } catch (error) {
        if (error.code !== 'EEXIST') throw error
      }
      const other = readClaim(file)
      if (other !== null && isSameProcess(other)) throw new Error(describe(other, folder))
      wasKilled = true
      removeStale(file)
    }
    throw new Error(`Another process is starting Daybook in ${folder}. Try again.`)
  } finally {
    rmSync(fresh, { force: true })
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

function readClaim(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/**
 * Renamed first: when two processes find a stale claim, one removes it and the other finds none.
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

/** A zombie counts as exited: it holds no resources, even before its parent has reaped it. */
function isSameProcess({ pid, born }) {
  return Number.isInteger(pid) && born !== null && bornAt(pid) === born
}
