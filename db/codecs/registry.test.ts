import { expect, test } from 'vitest'
import { bankAccount } from '@/domain/bank-account/bank-account'
import type { AnyOperation } from '@/domain/event-sourcing/operation'
import { tally, tallyCodec } from '../testing/tally/tally'
import { bankAccountCodec } from './bank-account/codec'
import { codecOf, type Kind, moneyOf, register, registry } from './registry'

const { shape, events } = bankAccountCodec
const clashes: [Kind, string][] = [
  [
    { aggregate: { ...tally, type: bankAccount.type }, codec: tallyCodec },
    'Two aggregates have one type',
  ],
  [
    { aggregate: tally, codec: { ...tallyCodec, events } },
    'Two aggregates have events of type AccountCreated',
  ],
  [{ aggregate: tally, codec: { ...tallyCodec, shape } }, 'Two codecs have one shape'],
]

test('an aggregate that clashes with another is refused and leaves nothing behind', () => {
  const operation: AnyOperation = {
    streamsOf: home => [home],
    decide: () => ({ outcome: 'accepted', events: [] }),
  }
  for (const [kind, message] of clashes) {
    expect(() => register(kind, { CountUp: operation })).toThrow(new RangeError(message))
  }
  register({ aggregate: tally, codec: tallyCodec })
  expect(codecOf(tally.type)).toBe(tallyCodec)
  expect(registry.operationOf({ type: tally.type, id: '' }, { type: 'CountUp' })).not.toBe(
    operation,
  )
  expect(moneyOf({ type: 'TallyBegun', subject: 'Visits' })).toBeNull()
})
