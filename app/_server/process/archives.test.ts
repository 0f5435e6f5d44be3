import { expect, test } from 'vitest'
import { archiveEverySeconds } from './archives'

test('the schedule of the archive is read, or refused in a sentence', () => {
  const read = (settings: Record<string, string>) =>
    archiveEverySeconds({ NODE_ENV: 'test', ...settings })
  expect(read({})).toBeNull()
  const DAYBOOK_ARCHIVE_AFTER_DAYS = '400'
  expect(read({ DAYBOOK_ARCHIVE_AFTER_DAYS })).toBeNull()
  expect(read({ DAYBOOK_ARCHIVE_AFTER_DAYS, DAYBOOK_ARCHIVE_EVERY: '1d' })).toBe(86_400)
  expect(read({ DAYBOOK_ARCHIVE_CLOSED_AFTER_DAYS: '90', DAYBOOK_ARCHIVE_EVERY: '6h' })).toBe(
    21_600,
  )
  for (const DAYBOOK_ARCHIVE_EVERY of ['1', '30m', 'nightly', '1w']) {
    expect(() => read({ DAYBOOK_ARCHIVE_AFTER_DAYS, DAYBOOK_ARCHIVE_EVERY })).toThrow(
      `DAYBOOK_ARCHIVE_EVERY is “${DAYBOOK_ARCHIVE_EVERY}”.`,
    )
  }
  expect(() => read({ DAYBOOK_ARCHIVE_EVERY: '1d' })).toThrow('needs DAYBOOK_ARCHIVE_AFTER_DAYS')
})
