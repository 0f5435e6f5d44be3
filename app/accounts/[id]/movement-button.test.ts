import { expect, test } from 'vitest'
import { momentIn } from './movement-button'

function formOf(date: string, time: string): FormData {
  const form = new FormData()
  form.set('date', date)
  form.set('time', time)
  return form
}

test.each([
  ['2026-11-10', '14:03', '10 Nov 2026, 14:03'],
  ['2026-11-01', '9:03', '1 Nov 2026, 09:03'],
  ['2026-11-10', ' 14.03 ', '10 Nov 2026, 14:03'],
  ['2026-11-10', '14:03:22.118', '10 Nov 2026, 14:03:22'],
])('%s and “%s” are %s', (date, time, words) => {
  expect(momentIn(formOf(date, time))).toBe(words)
})

test.each([
  ['', ''],
  ['2026-11-10', ''],
  ['', '14:03'],
  ['2026-11-10', 'noon'],
  ['2026-11-10', '14:0'],
])('“%s” and “%s” are no moment yet', (date, time) => {
  expect(momentIn(formOf(date, time))).toBeNull()
})
