import { expect, test } from 'vitest'
import { toldOf } from '@/app/_wire/told-event'
import { eventCodecs } from '@/db/codecs/bank-account/event-codecs'
import golden from '@/db/codecs/bank-account/golden.json'
import { decodeEvent } from '@/db/codecs/stored-events'
import { ACCOUNT_TYPE } from '@/domain/bank-account/account-stream'
import { eventJson } from './wire'

const stored = golden.map(({ type, schemaVersion, data }) => ({
  type,
  event: decodeEvent(type, schemaVersion, data),
}))

test('there is a stored event of every type of an account', () => {
  const types = new Set(stored.map(({ type }) => type))
  expect([...types].toSorted()).toEqual(Object.keys(eventCodecs).toSorted())
})

test.each(stored)('the JSON of $type is read as the event that the log has', ({ event }) => {
  const told = {
    version: 7,
    occurredAt: new Date('2026-06-30T14:03:22.118Z'),
    createdAt: new Date('2026-06-30T14:03:23Z'),
    actor: { id: 'u', name: 'U', role: 'teller' },
  }
  const recorded = {
    ...told,
    eventId: 'e',
    aggregateType: ACCOUNT_TYPE,
    aggregateId: 'a',
    frontierAt: told.createdAt,
    commandId: null,
    correlationId: null,
    event,
  }
  const sent = JSON.parse(JSON.stringify(eventJson(recorded)))
  expect(toldOf(sent)).toEqual({ ...told, actor: { id: 'u' }, event })
})
