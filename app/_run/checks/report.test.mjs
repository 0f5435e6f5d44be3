import { expect, test } from 'vitest'
import { openReport } from './report.mjs'

async function reportOf(...outcomes) {
  let text = ''
  const report = openReport(piece => {
    text += piece
  })
  for (const outcome of outcomes) await report.part('part', async () => outcome())
  report.close()
  return { text, lastLine: text.trimEnd().split('\n').at(-1) }
}

const passed = count => () => ({ passed: count, failed: 0, output: 'fine' })

test('the last line adds up the counts of all parts', async () => {
  const failing = () => ({ passed: 3, failed: 2, output: 'two are wrong' })
  const { text, lastLine } = await reportOf(passed(40), failing)
  expect(lastLine).toBe('43 passed, 2 failed')
  expect(text).toContain('two are wrong')
  expect(text).not.toContain('fine')
})

test('a part in which nothing ran counts as failed', async () => {
  const { text, lastLine } = await reportOf(passed(1), passed(0))
  expect(lastLine).toBe('1 passed, 1 failed')
  expect(text).toContain('No test ran in this part.')
})

test("a part that can't run counts as failed, with its reason", async () => {
  const broken = () => {
    throw new Error('there is no disk')
  }
  const { text, lastLine } = await reportOf(broken)
  expect(lastLine).toBe('0 passed, 1 failed')
  expect(text).toContain('there is no disk')
})
