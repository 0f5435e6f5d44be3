import { expect, test } from 'vitest'
import { commandIdOf, readLine } from './lines'
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

const asRead = (text: string) => Buffer.from(text).toString('latin1')
const read = (event: unknown) => readLine(asRead(JSON.stringify(event)), 'file')

test('an event reads the same whatever the order of its keys', () => {
  const line = read(EVENT)
  expect(line).toMatchObject({
    ...{ position: 7, version: 3, schemaVersion: 1, answer: { first: 3 } },
    occurredMs: Date.UTC(2026, 10, 27, 22, 10, 11, 100),
    createdMs: Date.UTC(2026, 10, 27, 22, 10, 11, 123),
    frontierMs: Date.UTC(2026, 10, 27, 22, 10, 11, 123),
    metadata: asRead(JSON.stringify(EVENT.metadata)),
    data: asRead(JSON.stringify(EVENT.event_data)),
  })
  expect(commandIdOf(line)).toBe(COMMAND)
  expect(read(Object.fromEntries(Object.entries(EVENT).reverse()))).toEqual(line)
})

test.each([
  ['an instant without a zone', { created_at: '2026-11-27T22:10:11' }],
  ['an instant that is none', { created_at: '2026-11-37T22:10:11Z' }],
  ['an id that is none', { event_id: '-'.repeat(36) }],
  ['half a byte', { answer: [1, 'abc'] }],
  ['a version beyond its column', { event_version: 2 ** 31 }],
  ['data that is no object', { event_data: 'x"' }],
])('%s is refused', (_, wrong) => {
  expect(() => read({ ...EVENT, ...wrong })).toThrow(BackupFault)
})
