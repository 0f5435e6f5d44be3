import { expect, test } from 'vitest'
import { isAlive } from '../../../db/embedded/processes.mjs'
import { cleanEnvironment, runNode, startNode, stop } from './child.mjs'

const script = text => ['--input-type=module', '-e', text]

test('a script runs to its end and returns its output and exit code', async () => {
  const run = await runNode(script(`console.log('out'); console.error('err'); process.exit(3)`))
  expect(run.code).toBe(3)
  expect(run.output).toContain('out')
  expect(run.output).toContain('err')
})

test('a script past its deadline is stopped, with its child processes', async () => {
  const run = await runNode(
    script(`
      import { spawn } from 'node:child_process'
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
      child.once('spawn', () => console.log('child ' + child.pid))
      setInterval(() => {}, 1000)
    `),
    { timeoutMs: 1_500 },
  )
  expect(run.code).toBeNull()
  expect(run.output).toContain('Stopped: it had not finished after 1.5 s.')
  const pid = Number(/child (\d+)/.exec(run.output)?.[1])
  await expect.poll(() => isAlive(pid)).toBe(false)
})

test('stopping an exited process is no error', async () => {
  const started = startNode(script(''))
  await started.finished
  await stop(started)
})

test('checks never use the bank that the caller has configured', () => {
  process.env.DATABASE_URL = 'postgres://somewhere/bank'
  expect(cleanEnvironment().DATABASE_URL).toBeUndefined()
  expect(cleanEnvironment({ DATABASE_URL: 'postgres://test' }).DATABASE_URL).toBe('postgres://test')
  delete process.env.DATABASE_URL
})
