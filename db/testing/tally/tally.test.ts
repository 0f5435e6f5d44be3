import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountStream } from '@/domain/bank-account/account-stream'
import { bankAccount } from '@/domain/bank-account/bank-account'
import type { Named } from '@/domain/event-sourcing/aggregate'
import { handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import { addEvent, openDraft } from '@/domain/event-sourcing/draft'
import type { Operation } from '@/domain/event-sourcing/operation'
import type { Answer, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { emptyStream } from '@/domain/event-sourcing/stream'
import { register } from '../../codecs/registry'
import type { Sql } from '../../connection'
import { createEventStore, type EventStore } from '../../event-store'
import { sequence } from '../../feed/sequencer'
import { advanceSubscription, type Subscriber } from '../../feed/subscription'
import { newEventId } from '../../ids'
import { checkProjections } from '../../projections/check'
import { REBUILDS } from '../../projections/rebuild'
import { SUBSCRIBERS } from '../../projections/subscribers'
import { at, counts, days, history, momentOf } from '../histories'
import { openTestStore } from '../store'
import { ACTOR, creationOf, newIds } from '../streams'
import { type TallyCommand, tally, tallyCodec } from './tally'

/** Deposits into an account and counts that in a tally, or does neither. */
type DepositCounted = {
  readonly type: 'DepositCounted'
  readonly tallyId: string
  readonly amount: string
}

const depositCounted: Operation<DepositCounted, never> = {
  streamsOf: (home, { tallyId }) => [home, { type: tally.type, id: tallyId }],
  decide({ amount }, [account, counter]) {
    if (!account || !counter) throw new Error('A counted deposit has two streams')
    const paid = bankAccount.decide(
      { type: 'Deposit', amount, note: null },
      account.state as never,
      account as never,
    )
    const counted = tally.decide(
      { type: 'CountUp', by: '1' },
      counter.state as never,
      counter as never,
    )
    if (paid.outcome === 'refused') return paid as never
    if (counted.outcome === 'refused') return counted as never
    const place = (streamId: string) => (event: Named) => ({ streamId, event })
    return {
      outcome: 'accepted',
      events: [...paid.events.map(place(account.id)), ...counted.events.map(place(counter.id))],
    }
  },
}

let url: string
let sql: Sql
let store: EventStore
let other: EventStore
let close: () => Promise<void>

beforeAll(async () => {
  register({ aggregate: tally, codec: tallyCodec }, { DepositCounted: depositCounted })
  ;({ url, store, sql, close } = await openTestStore())
  other = createEventStore(url)
})
afterAll(async () => {
  await other.close()
  await close()
})

const command = (
  id: string,
  asked: TallyCommand,
  commandId: string = randomUUID(),
): CommandEnvelope => ({
  commandId,
  stream: { type: tally.type, id },
  actor: ACTOR,
  correlationId: null,
  command: asked,
})

const countedDeposit = (accountId: string, tallyId: string, amount = '1'): CommandEnvelope => ({
  commandId: randomUUID(),
  stream: accountStream(accountId),
  actor: ACTOR,
  correlationId: null,
  command: { type: 'DepositCounted', tallyId, amount },
})

async function begun(subject = 'Visits'): Promise<string> {
  const id = randomUUID()
  await handleUntilAnswered([command(id, { type: 'BeginTally', subject })], store)
  return id
}

async function catchUp(more: readonly Subscriber[] = []): Promise<void> {
  while (await sequence(sql));
  for (const one of [...SUBSCRIBERS, ...more]) while (await advanceSubscription(sql, one));
}

const versionsOf = (answer: Answer | undefined) =>
  answer?.outcome === 'accepted' ? answer.changes.map(({ stream }) => stream.version) : answer

describe('an aggregate that the product does not have', () => {
  test('takes commands through the six steps, refuses, and answers again', async () => {
    const id = await begun()
    const [up, wrong] = [
      command(id, { type: 'CountUp', by: '3' }),
      command(id, { type: 'CountUp', by: 'x' }),
    ]
    for (const where of [store, other]) {
      const [first, second] = await handleUntilAnswered([up, wrong], where)
      expect(first).toMatchObject({
        outcome: 'accepted',
        changes: [
          { stream: { type: 'Tally', version: 2, state: { subject: 'Visits', count: 3n } } },
        ],
      })
      expect(second).toEqual({ outcome: 'refused', refusal: { type: 'NotANumber', field: 'by' } })
    }
    const [refused] = await store.readRefusals(id, { order: 'asc', limit: 5 })
    expect(refused).toMatchObject({
      aggregateType: 'Tally',
      aggregateId: id,
      command: wrong.command,
    })
  })

  test('is loaded from its snapshot', async () => {
    const id = await begun()
    await handleUntilAnswered(
      Array.from({ length: 130 }, () => command(id, { type: 'CountUp', by: '1' })),
      store,
    )
    const [snapshot] =
      await sql`select version, shape, state from snapshots where aggregate_id = ${id}`
    expect(snapshot).toMatchObject({ version: 100, shape: 1001, state: { count: '99' } })
    const [answer] = await handleUntilAnswered([command(id, { type: 'CountUp', by: '1' })], other)
    expect(answer).toMatchObject({
      changes: [{ stream: { version: 132, state: { count: 131n } } }],
    })
  })

  test('has a state on both clocks that agrees with the naive double filter', async () => {
    const moments = fc.array(days, { minLength: 6, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(history, moments, async (steps, asked) => {
        const id = randomUUID()
        const draft = openDraft(emptyStream(tally, id))
        let day = 0
        const record = (event: Named, occurredAt: Date | null) =>
          addEvent(draft, tally, event, {
            ...{ eventId: newEventId(), actor: ACTOR, commandId: null, correlationId: null },
            ...{ now: at(day), ...(occurredAt && { occurredAt }) },
          })
        record({ type: 'TallyBegun', subject: 'S' }, at(0))
        for (const { gap, late, amount } of steps) {
          day += gap
          record(
            { type: 'TallyCounted', by: amount },
            late === 0 ? null : at(Math.max(0, day - late)),
          )
        }
        expect(await store.saveUnit({ streams: [draft], records: [], unchanged: [] })).toBe('saved')
        for (const moment of asked.map(momentOf)) {
          const known = draft.events.filter(event => counts(moment, event))
          const sum = known.reduce((total, { event }) => total + ((event.by as bigint) ?? 0n), 0n)
          const { stream } = await store.stateAt(id, moment)
          const state = known.length === 0 ? null : { subject: 'S', count: sum }
          expect(stream.state).toEqual(state)
        }
      }),
      { numRuns: 10 },
    )
  })

  test('reaches the subscribers that handle its type, and no others', async () => {
    const id = await begun('Heard')
    const heard: string[] = []
    const ear = (name: string, aggregateTypes: string[]): Subscriber => ({
      name,
      aggregateTypes,
      handle: async events => {
        for (const { recorded } of events) heard.push(`${name} ${recorded.aggregateType}`)
      },
    })
    const [account = ''] = newIds(1)
    await store.saveEvents(account, [creationOf(account)], 0)
    await catchUp([ear('tallies', ['Tally']), ear('accounts', ['BankAccount'])])
    expect(new Set(heard)).toEqual(new Set(['tallies Tally', 'accounts BankAccount']))
    const parked = await sql`select * from parked_events`
    expect(parked).toEqual([])
    expect((await store.getEventsForAggregate(id)).map(({ event }) => event.type)).toEqual([
      'TallyBegun',
    ])
  })

  test('leaves the read models of money alone, also in rebuilds and the check', async () => {
    const [account = ''] = newIds(1)
    await store.saveEvents(account, [creationOf(account, 7n)], 0)
    await catchUp()
    const totals = await store.insights.bankAt({})
    expect(totals).toMatchObject([{ currency: 'EUR', total: expect.any(BigInt) }])
    await begun('Checked')
    // Not handled by the feed yet, and in the last minute of a moment: read from the log itself.
    for (const moment of [{}, { asOf: new Date() }]) {
      expect(await store.insights.bankAt(moment)).toEqual(totals)
    }
    await catchUp()
    expect(await store.insights.bankAt({})).toEqual(totals)
    for (const rebuild of Object.values(REBUILDS)) await rebuild(sql, () => {})
    expect(await store.insights.bankAt({})).toEqual(totals)
    expect(await checkProjections(sql)).toEqual([])
  })

  test('that can’t be read keeps no read model of money from being rebuilt', async () => {
    const id = await begun('Broken')
    await catchUp()
    await sql`alter table events disable trigger events_append_only`
    await sql`update events set schema_version = 9 where aggregate_id = ${id}`
    for (const name of ['daily-flows', 'insights', 'ledger']) await REBUILDS[name]?.(sql, () => {})
    await sql`update events set schema_version = 1 where aggregate_id = ${id}`
    await sql`alter table events enable trigger events_append_only`
  })

  test('has a timeline, its own and in that of the bank, and a fold', async () => {
    const id = await begun('Read')
    await handleUntilAnswered([command(id, { type: 'CountUp', by: '2' })], store)
    const part = await store.readTimeline(id, { filter: {}, order: 'desc', newest: 2, limit: 9 })
    expect(part.events.map(({ event }) => event)).toEqual([
      { type: 'TallyCounted', by: 2n },
      { type: 'TallyBegun', subject: 'Read' },
    ])
    const filter = { type: 'TallyCounted', direction: 'in' } as const
    const moved = await store.readTimeline(id, { filter, order: 'asc', newest: 2, limit: 9 })
    expect(moved.events).toEqual([])
    const steps = await store.foldSteps(id, 1, 2)
    expect(steps.map(({ after }) => after.state)).toEqual([
      { subject: 'Read', count: 0n },
      { subject: 'Read', count: 2n },
    ])
  })
})

describe('an operation over an account and a tally', () => {
  test('is saved in both or in neither, and its answer is found from either', async () => {
    const [account = ''] = newIds(1)
    await store.saveEvents(account, [creationOf(account)], 0)
    const id = await begun()
    const both = countedDeposit(account, id)
    const [first] = await handleUntilAnswered([both], store)
    expect(versionsOf(first)).toEqual([2, 2])
    const [again] = await handleUntilAnswered([both], other)
    expect(again).toMatchObject({
      changes: [
        { stream: { aggregateId: account, version: 2 }, events: [{ version: 2 }] },
        { stream: { aggregateId: id, version: 2 }, events: [{ version: 2 }] },
      ],
    })
    const records =
      await sql`select aggregate_id from commands where command_id = ${both.commandId}`
    expect(records.map(row => row.aggregate_id).toSorted()).toEqual([account, id].toSorted())
    for (const one of [account, id]) {
      expect(await store.findEventsOfCommand(one, both.commandId)).toHaveLength(1)
    }
  })

  test('that one stream refuses changes neither, and is recorded as a refusal', async () => {
    const [account = ''] = newIds(1)
    await store.saveEvents(account, [creationOf(account)], 0)
    const nowhere = randomUUID()
    const both = countedDeposit(account, nowhere)
    for (const where of [store, other]) {
      const [answer] = await handleUntilAnswered([both], where)
      expect(answer).toEqual({
        outcome: 'refused',
        refusal: { type: 'NothingToCount', field: null },
      })
    }
    expect(await store.getEventsForAggregate(account)).toHaveLength(1)
    expect(await store.getEventsForAggregate(nowhere)).toEqual([])
  })

  test('finds nothing at the id of a stream of another type', async () => {
    const [account = ''] = newIds(1)
    await store.saveEvents(account, [creationOf(account)], 0)
    const [answer] = await handleUntilAnswered(
      [countedDeposit(account, account.replace(/^./, 'f'))],
      store,
    )
    expect(answer?.outcome).toBe('refused')
    const [onAccount] = await handleUntilAnswered(
      [command(account, { type: 'CountUp', by: '1' })],
      store,
    )
    expect(onAccount).toMatchObject({ outcome: 'refused', refusal: { type: 'NothingToCount' } })
  })

  test('run by two processes at once loses no update in either stream', async () => {
    const accounts = newIds(3)
    for (const one of accounts) await store.saveEvents(one, [creationOf(one)], 0)
    const tallies = [await begun(), await begun()]
    const commands = Array.from({ length: 60 }, (_, n) =>
      countedDeposit(accounts[n % 3] ?? '', tallies[n % 2] ?? ''),
    )
    const halves = [commands.slice(0, 30), commands.slice(30)]
    const answers = await Promise.all(
      [store, other].map((where, n) =>
        Promise.all((halves[n] ?? []).map(one => handleUntilAnswered([one], where))),
      ),
    )
    const accepted = answers.flat(2).filter(({ outcome }) => outcome === 'accepted').length
    const ends = await Promise.all(
      [...accounts, ...tallies].map(async id => (await store.stateAt(id, {})).stream.version - 1),
    )
    expect(ends.slice(0, 3).reduce((a, b) => a + b)).toBe(accepted)
    expect(ends.slice(3).reduce((a, b) => a + b)).toBe(accepted)
    expect(accepted).toBeGreaterThan(0)
  })
})

test('no file of the product names it', () => {
  const named = execFileSync('git', ['grep', '-l', 'Tally', '--', 'app', 'db', 'domain'], {
    encoding: 'utf8',
  })
  const ofTests = /\.test\.tsx?$|^app\/_server\/testing\//
  const files = named.split('\n').filter(name => name !== '' && !ofTests.test(name))
  expect(files).toEqual(['db/testing/tally/tally.ts'])
})
