import { expect, test } from 'vitest'
import { type Asked, changeOf, readAsked, readVersions, versionsText, whatIfPath } from './asked'

const ABOUT = { newest: 57, currency: 'EUR' }
const NONE: Asked = {
  without: [],
  overdraft: '',
  perMovement: '',
  perDay: '',
  from: '',
  at: null,
  axis: 'time',
}

test.each<Partial<Asked>>([
  {},
  { without: [3, 7, 8, 9], at: 12 },
  { overdraft: '100.00', from: '2026-06-30' },
  { perMovement: '5.00', perDay: '20.00', from: 'v57' },
  { perDay: '20.00', from: '2026-06-30T14:03:22.118Z', axis: 'events' },
])('%o is read from its own address', said => {
  const address = new URL(whatIfPath('a', said), 'http://bank.test')
  expect(readAsked(address.searchParams, ABOUT)).toEqual({
    asked: { ...NONE, ...said },
    faults: {},
  })
})

test.each([
  ['without=58', { without: 'Enter event numbers from 2 to 57, such as 3, 7-9.' }],
  ['without=9-7', { without: expect.stringContaining('Enter event numbers') }],
  ['without=x', { without: expect.stringContaining('Enter event numbers') }],
  ['without=1', { without: 'Event 1 opens the account. It can’t be left out.' }],
  [`without=${'2,'.repeat(2000)}`, { without: 'Leave out fewer events.' }],
  ['overdraft=ten', { overdraft: 'Enter an amount such as 1250.00.' }],
  ['perDay=1&perDay=2', { perDay: 'Send it once.' }],
  ['from=yesterday', { from: 'Enter a date such as 2026-06-30.' }],
  ['from=2026-99-99', { from: 'Enter a date such as 2026-06-30.' }],
  ['from=v58', { from: 'Enter an event number from 1 to 57.' }],
  ['axis=x', { axis: 'Use “time” or “events”.' }],
  ['at=0', { at: 'Enter an event number from 1 to 57.' }],
])('%s is left out, and why is said', (query, faults) => {
  expect(readAsked(new URLSearchParams(query), ABOUT)).toEqual({ asked: NONE, faults })
})

test('event numbers are written in ranges', () => {
  const read = readVersions('9 7-8,3, 3', 57)
  expect(read).toEqual({ value: [3, 7, 8, 9] })
  expect(versionsText([3, 7, 8, 9])).toBe('3, 7-9')
})

test('limits are commands that are sent when their day begins where the reader is', () => {
  const asked = { ...NONE, overdraft: '5', perDay: '20', from: '2026-06-30' }
  const zones = { zone: 'Europe/Prague', dayZone: 'Asia/Tokyo' }
  expect(changeOf(asked, zones, () => new Date(0))).toEqual({
    without: new Set(),
    rules: [
      { type: 'SetOverdraftLimit', limit: '5' },
      { type: 'SetLimits', perDay: '20', timeZone: 'Asia/Tokyo' },
    ],
    from: new Date('2026-06-29T21:59:59.999Z'),
  })
  const after = { ...NONE, from: 'v7' }
  expect(changeOf(after, zones, version => new Date(version)).from).toEqual(new Date(7))
})
