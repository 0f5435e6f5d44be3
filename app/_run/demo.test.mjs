import { expect, test } from 'vitest'
import { demoRefusal, readDemo } from './demo.mjs'

const own = 'postgres://bank@host/bank'

test.each([
  [{}, { seeds: 'on', isOff: false }],
  [{ DAYBOOK_DEMO: '' }, { seeds: 'on', isOff: false }],
  [{ DAYBOOK_DEMO: 'off' }, { seeds: 'off', isOff: true }],
  [{ DATABASE_URL: own }, { seeds: 'off', isOff: false }],
  [
    { DATABASE_URL: own, DAYBOOK_DEMO: 'on' },
    { seeds: 'on', isOff: false },
  ],
  [
    { DATABASE_URL: own, DAYBOOK_DEMO: 'off' },
    { seeds: 'off', isOff: true },
  ],
])('with %o the demo bank is %o', (env, expected) => {
  expect(readDemo(env)).toEqual(expected)
})

test.each(['yes', 'OFF', '0', 'false'])('DAYBOOK_DEMO=%s is a fault', DAYBOOK_DEMO => {
  expect(() => readDemo({ DAYBOOK_DEMO })).toThrow('it must be on or off')
})

test('a bank that refuses to start names the people and the command', () => {
  expect(demoRefusal([{ email: 'a@example.com' }, { email: 'b@example.com' }])).toMatch(
    /a@example.com, b@example.com.*npm run people -- disable-demo$/,
  )
})
