import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bornAt } from '../../db/embedded/processes.mjs'
import { makeZombie } from '../../db/testing/zombie'
import { claimFolder } from './claim.mjs'

const self = { command: 'npm start', address: 'http://localhost:1' }
let folder
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-claim-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The content of run.json for a bank that runs as process `pid`. */
function claimOf(pid) {
  const claim = { pid, born: bornAt(pid), since: new Date().toISOString(), ...self }
  writeFileSync(join(folder, 'run.json'), JSON.stringify(claim))
}

test('a running bank keeps its claim, and the error names it', async () => {
  await claimFolder(folder, self)
  await expect(claimFolder(folder, self)).rejects.toThrow(`already running in ${folder}: process`)
})

test("a killed bank's claim is stale, even while the process is a zombie", async () => {
  const zombie = await makeZombie(claimOf)
  try {
    const { wasKilled, release } = await claimFolder(folder, self)
    expect(wasKilled).toBe(true)
    expect(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')).pid).toBe(process.pid)
    release()
  } finally {
    zombie.close()
  }
})

test('a reused process id does not count as the killed process', async () => {
  const child = spawn('sleep', ['1000'])
  await once(child, 'spawn')
  const claim = { pid: child.pid, born: 'long ago', since: 'then', ...self }
  writeFileSync(join(folder, 'run.json'), JSON.stringify(claim))
  try {
    expect((await claimFolder(folder, self)).wasKilled).toBe(true)
  } finally {
    child.kill('SIGKILL')
  }
})

test.each(['', '{', '[]', 'null', '{"pid":null}', '{"pid":-1}', '{"pid":0}'])(
  'a claim that says %j is nobody’s',
  async text => {
    writeFileSync(join(folder, 'run.json'), text)
    expect((await claimFolder(folder, self)).wasKilled).toBe(true)
  },
)
