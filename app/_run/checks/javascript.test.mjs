import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkJavascript, judgeRoutes } from './javascript.mjs'

test('a page above its limit fails and is named; the largest is first', () => {
  const { passed, failed, told, output } = judgeRoutes([
    { route: '/accounts', kilobytes: 165.1 },
    { route: '/accounts/[id]', kilobytes: 199.9 },
    { route: '/sign-in', kilobytes: 147 },
  ])
  expect({ passed, failed }).toEqual({ passed: 2, failed: 1 })
  expect(told.split('\n')[0]).toContain('199.9 of 200 KB  /accounts/[id]')
  expect(output).toContain('Over the limit: /accounts')
})

test('without a build the check fails', () => {
  expect(checkJavascript(mkdtempSync(join(tmpdir(), 'daybook-no-build-')))).toMatchObject({
    failed: 1,
  })
})
