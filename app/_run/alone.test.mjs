import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { processState } from '../../db/embedded/processes.mjs'
import { alone } from '../../db/tools/alone.mjs'
import { claimFolder } from './claim.mjs'

let folder
const children = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-lock-'))
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a program that has `claimFolder`, `alone` and `say`, until it has said a line. */
async function run(program) {
  const source = `
    import { claimFolder } from ${JSON.stringify(import.meta.resolve('./claim.mjs'))}
    import { alone } from ${JSON.stringify(import.meta.resolve('../../db/tools/alone.mjs'))}
    const folder = ${JSON.stringify(folder)}
    const self = { command: 'npm start', address: 'http://localhost:1' }
    const say = line => process.stdout.write(line + '\\n')
    const heard = () => new Promise(resolve => process.stdin.once('data', resolve))
    ${program}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  await once(child.stdout, 'data')
  return child
}

const self = { command: 'npm start', address: 'http://localhost:2' }
const claimed = () => JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')).pid

test('a start right after kill -9 waits for the killed bank to be gone', async () => {
  // Its memory takes the kernel a while to take back.
  const bank = await run(`
    await claimFolder(folder, self)
    globalThis.memory = Buffer.alloc(400e6, 1)
    say('claimed')
    await heard()`)
  process.kill(bank.pid, 'SIGKILL')
  const { wasKilled } = await claimFolder(folder, self)
  expect(wasKilled).toBe(true)
  expect(processState(bank.pid)).not.toBe('running')
  expect(claimed()).toBe(process.pid)
})

test('a start waits for a bank that is stopping', async () => {
  const bank = await run(`
    const claim = await claimFolder(folder, self)
    claim.ends()
    say('ending')
    await heard()
    claim.release()`)
  let isMine = false
  const mine = claimFolder(folder, self).then(claim => {
    isMine = true
    return claim
  })
  await new Promise(setImmediate)
  expect([isMine, claimed()]).toEqual([false, bank.pid])
  bank.stdin.write('go\n')
  expect((await mine).wasKilled).toBe(false)
})

test('of several starts in one folder one builds, and the others find it built', async () => {
  const started = ['first']
  const bank = await run(`
    await alone(async () => {
      say('building')
      await heard()
    }, folder)`)
  const others = [2, 3].map(n => alone(() => started.push(n), folder))
  await new Promise(setImmediate)
  expect(started).toEqual(['first'])
  bank.stdin.write('go\n')
  await Promise.all(others)
  expect(started.length).toBe(3)
})

test('a build that was killed is begun anew', async () => {
  const bank = await run(`
    await alone(async () => {
      say('building')
      await heard()
    }, folder)`)
  const other = alone(() => 'built', folder)
  bank.kill('SIGKILL')
  expect(await other).toBe('built')
})
