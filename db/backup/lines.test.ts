import { expect, test } from 'vitest'
import { createLineReader } from './lines'
import { BackupFault } from './manifest'

const COMMAND = '3893759c-3417-4e06-9511-c2223dfb3584'
const EVENT = {
  position: 7,
  aggregate_id: '00d73ee2-1ef1-56c5-b292-b2222b396340',
  event_version: 3,
  event_id: '80183636-f408-43eb-bbe5-02c99e5d1ce3',
  aggregate_type: 'BankAccount',
  event_type: 'MoneyDeposited',
  schema_version: 1,
  occurred_at: '2026-11-27T22:10:11.1+00:00',
  created_at: '2026-11-27T22:10:11.123+00:00',
  frontier_at: '2026-11-28T00:10:11.123+02:00',
  answer: [3, '80183636f40843eb'],
  metadata: { actor: { id: 'a', name: 'Ján “J” ✓', role: 'teller' }, commandId: COMMAND },
  event_data: { note: ',"event_data":', amount: '1.00' },
}

const readLine = createLineReader()

/** The parts of a line as texts and numbers. */
function read(event: unknown) {
  const bytes = Buffer.from(JSON.stringify(event))
  const line = readLine(bytes, { from: 0, to: bytes.length }, 'file')
  const shown = Object.entries(line).map(([name, part]) => {
    if (Buffer.isBuffer(part)) return [name, part.toString('hex')]
    if (typeof part !== 'object') return [name, part]
    return [name, line.bytes.toString('utf8', part.from, part.to)]
  })
  const { bytes: _, ...parts } = Object.fromEntries(shown)
  return parts
}

const hex = (uuid: string) => uuid.replaceAll('-', '')

test('an event reads the same whatever the order of its keys', () => {
  const line = read(EVENT)
  expect(line).toEqual({
    ...{ position: 7, version: 3, schemaVersion: 1, firstVersion: 3, hasCommandId: true },
    ...{ aggregateId: hex(EVENT.aggregate_id), eventId: hex(EVENT.event_id) },
    ...{ commandId: hex(COMMAND), fingerprint: '80183636f40843eb' },
    ...{ aggregateType: 'BankAccount', eventType: 'MoneyDeposited' },
    occurredMs: Date.UTC(2026, 10, 27, 22, 10, 11, 100),
    createdMs: Date.UTC(2026, 10, 27, 22, 10, 11, 123),
    frontierMs: Date.UTC(2026, 10, 27, 22, 10, 11, 123),
    metadata: JSON.stringify(EVENT.metadata),
    data: JSON.stringify(EVENT.event_data),
  })
  expect(read(Object.fromEntries(Object.entries(EVENT).reverse()))).toEqual(line)
  const upper = { ...EVENT, aggregate_id: EVENT.aggregate_id.toUpperCase() }
  expect(read(upper)).toEqual(line)
})

test('what an event doesn’t have is not that of the line before', () => {
  expect(read(EVENT)).toMatchObject({ hasCommandId: true, fingerprint: '80183636f40843eb' })
  const other = { ...EVENT, answer: null, metadata: { actor: EVENT.metadata.actor } }
  expect(read(other)).toMatchObject({ hasCommandId: false, fingerprint: '' })
  const foreign = { ...EVENT, metadata: { ...EVENT.metadata, commandId: 'none' } }
  expect(read(foreign)).toMatchObject({ hasCommandId: false, fingerprint: '80183636f40843eb' })
})

test.each([
  ['2026-11-27T22:10:11+00:00', Date.UTC(2026, 10, 27, 22, 10, 11)],
  ['2024-02-29T23:59:59.07Z', Date.UTC(2024, 1, 29, 23, 59, 59, 70)],
  ['2026-11-27T22:10:11.123456Z', Date.UTC(2026, 10, 27, 22, 10, 11, 123)],
  ['2026-11-27T22:10:11.5-03:30', Date.UTC(2026, 10, 28, 1, 40, 11, 500)],
  ['1970-01-01T00:00:00Z', 0],
])('the instant %s', (text, ms) => {
  const instants = { occurred_at: text, created_at: text, frontier_at: text }
  const expected = { occurredMs: ms, createdMs: ms, frontierMs: ms }
  expect(read({ ...EVENT, ...instants })).toMatchObject(expected)
})

test.each([
  ['an instant without a zone', { created_at: '2026-11-27T22:10:11' }],
  ['an instant that is none', { created_at: '2026-11-37T22:10:11Z' }],
  ['a day that its month does not have', { created_at: '2026-02-29T22:10:11Z' }],
  ['a clock that goes too far', { created_at: '2026-11-27T25:10:11Z' }],
  ['a decimal point without decimals', { created_at: '2026-11-27T22:10:11.Z' }],
  ['a hyphen in another place', { event_id: '8018363-6f408-43eb-bbe5-02c99e5d1ce3' }],
  ['metadata that is none', { metadata: null }],
  ['an id that is none', { event_id: '-'.repeat(36) }],
  ['half a byte', { answer: [1, 'abc'] }],
  ['a version beyond its column', { event_version: 2 ** 31 }],
  ['data that is no object', { event_data: 'x"' }],
])('%s is refused', (_, wrong) => {
  expect(() => read({ ...EVENT, ...wrong })).toThrow(BackupFault)
})
