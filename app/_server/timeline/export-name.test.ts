import { expect, test } from 'vitest'
import { exportName } from './export-name'

const TODAY = '2026-11-27'

test.each([
  ['5492', '2026-10-01', '2026-10-31', 'daybook-5492-2026-10'],
  [null, '2026-10-01', '2026-10-31', 'daybook-2026-10'],
  [null, '2026-07-01', '2026-09-30', 'daybook-2026-Q3'],
  ['5492', '2026-01-01', '2026-12-31', 'daybook-5492-2026'],
  ['5492', '2026-10-05', '2026-10-05', 'daybook-5492-2026-10-05'],
  ['5492', '2026-10-05', '2026-10-09', 'daybook-5492-2026-10-05-to-2026-10-09'],
  ['5492', '2026-10-05T14:03', '2026-10-09', 'daybook-5492-2026-10-05-to-2026-10-09'],
  ['5492', '2026-10-05', null, 'daybook-5492-from-2026-10-05'],
  ['5492', null, '2026-10-05', 'daybook-5492-to-2026-10-05'],
  ['5492', null, null, 'daybook-5492-to-2026-11-27'],
  [null, '9999-01-01', '9999-12-31', 'daybook-9999'],
])('%s, %s to %s is %s', (who, from, to, name) => {
  expect(exportName(who, { from, to }, TODAY)).toBe(name)
})
