import { expect, test } from 'vitest'
import { readAskedMoment } from './asked-moment'

const NOW = new Date('2026-11-23T10:00:00.000Z')
const NOTHING = {
  date: '',
  time: '',
  zone: 'Europe/Prague',
  version: '',
  knownDate: '',
  knownTime: '',
}
const ask = (values: Partial<typeof NOTHING>, isAsked = true) =>
  readAskedMoment({ ...NOTHING, ...values }, { isAsked, newest: 57, now: NOW })

test('a moment, on one clock or on both, redirects to its address', () => {
  expect(ask({}, false)).toBeNull()
  expect(ask({ version: '57' })).toEqual({ ok: true, place: { segment: 'v57' } })
  const moment = { date: '2026-06-30', time: '14:03' }
  expect(ask(moment)).toEqual({
    ok: true,
    place: { segment: '2026-06-30T12:03:00.000Z', zone: 'Europe/Prague' },
  })
  expect(ask({ ...moment, knownDate: '2026-07-02' })).toEqual({
    ok: true,
    place: {
      segment: '2026-06-30T12:03:00.000Z',
      zone: 'Europe/Prague',
      knownAt: '2026-07-02T21:59:59.999Z',
    },
  })
})

test.each([
  [{ version: '58' }, 'version'],
  [{ date: '2026-02-30' }, 'date'],
  [{ date: '2026-06-30', knownTime: '12:00' }, 'knownDate'],
  [{ date: '2026-06-30', knownDate: '2999-01-01' }, 'knownDate'],
  [{ date: '2026-06-30', knownDate: '2026-07-01', knownTime: '25:00' }, 'knownTime'],
  [{ date: '2026-06-30', knownDate: '2026-03-29', knownTime: '02:30' }, 'knownTime'],
  [{ date: '2026-06-30', knownDate: '2026-10-25', knownTime: '02:30' }, 'knownTime'],
  [{ date: '2026-06-30', zone: 'Nowhere', knownDate: '2026-07-01' }, 'time'],
])('%j is refused beside its %s', (values, field) => {
  const sentence = expect.stringMatching(/^[A-Z0-9].*\.$/)
  expect(ask(values)).toMatchObject({ ok: false, field, sentence })
})

test('a repeated local time offers both instants, each with its recording clock', () => {
  const asked = { date: '2025-10-26', time: '02:30', knownDate: '2026-07-02' }
  const answer = ask(asked)
  if (answer?.ok !== false) throw new Error('It must be refused')
  expect(answer.choices.map(({ place }) => [place.segment, place.knownAt])).toEqual([
    ['2025-10-26T00:30:00.000Z', '2026-07-02T21:59:59.999Z'],
    ['2025-10-26T01:30:00.000Z', '2026-07-02T21:59:59.999Z'],
  ])
})

test('an unchanged form means its moment again, also at a repeated local time', () => {
  const shown = '2025-10-26T01:30:00.000Z'
  const values = { ...NOTHING, date: '2025-10-26', time: '02:30:00.000' }
  const context = { isAsked: true, newest: 57, now: NOW, shown }
  expect(readAskedMoment(values, context)).toMatchObject({ ok: true, place: { segment: shown } })
  expect(readAskedMoment({ ...values, time: '02:31' }, context)).toMatchObject({ ok: false })
  expect(readAskedMoment({ ...NOTHING, version: '30' }, context)).toEqual({
    ok: true,
    place: { segment: 'v30' },
  })
})
