import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import { asArchivist, openSql, type Sql } from '../connection'
import { createEventStore } from '../event-store'
import { sequence } from '../feed/sequencer'
import { advanceSubscription } from '../feed/subscription'
import { accountIdFor } from '../ids'
import { archiveBefore } from '../testing/archive'
import { type FreshDatabase, freshDatabase } from '../testing/database'
import {
  commandOn,
  creationOf,
  depositsOf,
  movementOn,
  newIds,
  withdrawalOf,
} from '../testing/streams'
import { checkProjections } from './check'
import { collectDifferences } from './differences'
import { SUBSCRIBERS } from './subscribers'

/** Accounts of 120 events: opened with 1.00, 118 deposits of a cent, and a late withdrawal. */
const [id = '', other = ''] = newIds(2)
const commandId = randomUUID()
const commanded = accountIdFor(commandId)
const refusedId = randomUUID()

let filled: FreshDatabase
let drop: () => Promise<void>
let url: string
let sql: Sql

beforeAll(async () => {
  filled = await freshDatabase()
  const [store, owner] = [createEventStore(filled.url), openSql(filled.url)]
  const [opened, moved] = [new Date('2026-01-01'), new Date('2026-01-02')]
  for (const one of [id, other]) {
    const deposits = depositsOf(Array(118).fill(1n), 100n)
    const late = withdrawalOf(1n, { balance: 217n, occurredAt: opened })
    await store.saveEvents(
      one,
      [
        { ...creationOf(one, 100n), occurredAt: opened },
        ...deposits.map(event => ({ ...event, occurredAt: moved })),
        late,
      ],
      0,
    )
  }
  const names = { owner: 'Eva', currency: 'EUR', reference: null, customerId: null }
  await handleUntilAnswered(
    [
      commandOn(commanded, { type: 'CreateAccount', ...names, openingBalance: '1' }, commandId),
      movementOn(commanded, 'Deposit', '1'),
      { ...movementOn(commanded, 'Withdraw', '9'), commandId: refusedId },
    ],
    store,
  )
  while (await sequence(owner));
  for (const one of SUBSCRIBERS) while (await advanceSubscription(owner, one));
  await Promise.all([store.close(), owner.end()])
})
afterAll(() => filled.drop())

beforeEach(async () => {
  const copy = await freshDatabase(filled.name)
  ;({ drop, url } = copy)
  sql = openSql(url)
})
afterEach(async () => {
  await sql.end()
  await drop()
})

/** With the guards off, as only the owner can. */
async function unguarded(): Promise<void> {
  await sql`alter table events disable trigger user`
  await sql`alter table events_archive disable trigger user`
}

/** The differences, without those that follow from them in the sums of the insights. */
const check = async () =>
  (await checkProjections(sql))
    .filter(({ where }) => !/^(daily-flows|insights|ledger|trial balance)/.test(where))
    .map(({ where, key, sentence }) => `${where} ${key}: ${sentence}`)
    .toSorted()

/** Changes an event of the account, by default version 70. */
const change = (set: string, version = 70, one = id) =>
  sql.unsafe(
    `update events set ${set} where aggregate_id = '${one}' and event_version = ${version}`,
  )

const setData = (field: string, value: string) =>
  `event_data = jsonb_set(event_data, '{${field}}', '"${value}"')`

const before = (column: string) =>
  `${column} = (select ${column} from events e where e.aggregate_id = events.aggregate_id
    and e.event_version = events.event_version - 1)`

const NOT_FOLDED = /^accounts \S+: Its row can’t be compared/
const NOT_COMPARED = /^snapshots \S+ 100: The snapshot can’t be compared/

const lies: readonly [string, () => PromiseLike<unknown>, readonly RegExp[]][] = [
  [
    'a balance that is not the fold',
    () => change(setData('balance', '9.99')),
    [/^events \S+ 70: It recorded a balance of 9.99; all events up to it make 1.69 EUR/],
  ],
  [
    'an amount that moves what follows',
    () => change(`${setData('amount', '0.02')}`, 119),
    [
      /^accounts \S+: .*balance is 217, by the log 218/,
      /^events \S+ 119: .*2.18; .*2.19/,
      /^events \S+ 120: .*2.17; .*2.18/,
    ],
  ],
  [
    'an event and a snapshot that lie alike',
    async () => {
      await change(setData('balance', '9.99'), 100)
      await sql`update snapshots set state = state || '{"balance": "9.99", "highest": "9.99"}'
        where aggregate_id = ${id}`
    },
    [/^events \S+ 100: .*9.99.*1.99/, /^snapshots \S+ 100: .*balance is "9.99", by the log "1.99"/],
  ],
  [
    'a version that is left out',
    () => sql`delete from events where aggregate_id = ${id} and event_version = 60`,
    [
      NOT_FOLDED,
      /^events \S+ 61: Version 59 is followed by version 61. Version 60 can’t be found/,
      /^feed \S+ 60: .*does not have/,
      NOT_COMPARED,
    ],
  ],
  [
    'a stream without a beginning',
    () => sql`delete from events where aggregate_id = ${id} and event_version < 3`,
    [
      NOT_FOLDED,
      /^events \S+ 3: The stream begins with version 3. Versions 1 to 2 can’t be found/,
      /^feed \S+ 1: /,
      /^feed \S+ 2: /,
      NOT_COMPARED,
    ],
  ],
  [
    'a version below the first',
    () =>
      sql`insert into events select aggregate_id, gen_random_uuid(), occurred_at, created_at,
        frontier_at, 0, schema_version, aggregate_type, event_type, event_data, metadata
        from events where aggregate_id = ${id} and event_version = 2`,
    [
      /^events \S+ 0: The versions of a stream begin with 1; this one is 0/,
      /^feed \S+ 0: .*neither/,
    ],
  ],
  [
    'a version that the archive lost',
    async () => {
      await archive()
      await sql`delete from events_archive where aggregate_id = ${id} and event_version = 99`
    },
    [NOT_FOLDED, /^events \S+ 100: .*Version 99 can’t/, /^feed \S+ 99: /, NOT_COMPARED],
  ],
  [
    'a version here and in the archive',
    async () => {
      await archive()
      await sql`insert into events select * from events_archive
        where aggregate_id = ${id} and event_version = 50`
    },
    [/^events \S+ 50: Two events have this version/],
  ],
  [
    'a recording clock that goes back',
    () => change(`created_at = created_at - interval '1 hour'`),
    [/^events \S+ 70: It was recorded at .* before version 69/],
  ],
  [
    'a frontier ahead',
    () => change(`frontier_at = frontier_at + interval '1 hour'`),
    [/^events \S+ 70: Its frontier_at is .*; the latest occurred_at so far is 2026-01-02/],
  ],
  [
    'a frontier behind, and the snapshot with it',
    async () => {
      await change(`frontier_at = frontier_at - interval '1 hour'`, 100)
      await sql`update snapshots set frontier_at = frontier_at - interval '1 hour'
        where aggregate_id = ${id}`
    },
    [/^events \S+ 100: Its frontier_at/, /^snapshots \S+ 100: .*frontierAt is 2026-01-01T23/],
  ],
  [
    'an event before the opening, by somebody else',
    () =>
      change(`occurred_at = '2025-12-31', metadata = jsonb_set(metadata, '{actor,id}', '"u-9"')`),
    [
      /^events \S+ 70: It happened at 2025-12-31.* before the first event of its stream at 2026-01-01/,
    ],
  ],
  [
    'an event after its recording',
    () =>
      change(
        `occurred_at = created_at + interval '1 s', frontier_at = created_at + interval '1 s'`,
        120,
      ),
    [/^events \S+ 120: It happened at .* after it was recorded/],
  ],
  [
    'an event id that is there twice',
    () => change(before('event_id')),
    [/^events \S+ 69: Its id \S+ is that of versions 69, 70/],
  ],
  [
    'an aggregate type that does not exist',
    () => change(`aggregate_type = 'BankAcount'`),
    [/^events \S+ 70: Its aggregate_type is "BankAcount"/],
  ],
  [
    'an account that is created twice',
    () =>
      change(
        `event_type = 'AccountCreated', schema_version = 2, event_data = (select event_data
          from events e where e.aggregate_id = events.aggregate_id and e.event_version = 1)`,
      ),
    [
      NOT_FOLDED,
      /^events \S+ 70: It can’t follow. The log creates the account twice/,
      NOT_COMPARED,
    ],
  ],
  [
    'money before the creation',
    () =>
      change(
        `event_type = 'MoneyDeposited', schema_version = 1, event_data = (select event_data
          from events e where e.aggregate_id = events.aggregate_id and e.event_version = 2)`,
        1,
      ),
    [
      NOT_FOLDED,
      /^events \S+ 1: It can’t follow. The log changes the account before it exists/,
      NOT_COMPARED,
    ],
  ],
  [
    'a creation in the stream of another account',
    () => change(setData('accountId', other), 1),
    [
      /^accounts \S+: .*aggregateId is/,
      /^events \S+ 1: It creates account \S+ in another/,
      /^snapshots \S+ 100: .*accountId/,
    ],
  ],
  [
    'a currency that changes',
    () => change(setData('currency', 'USD')),
    [/^events \S+ 70: Its currency is USD; the account’s is EUR/],
  ],
  [
    'an amount that other programs read otherwise',
    () => change(setData('openingBalance', '1'), 1),
    [/^events \S+ 1: Its openingBalance is written as "1", not as "1.00"/],
  ],
  [
    'an event of no known type',
    () => change(`event_type = 'MoneyEaten'`),
    [NOT_FOLDED, /^events \S+ 70: It can’t be read. .*MoneyEaten/, NOT_COMPARED],
  ],
  [
    'an event of a newer program',
    () => change(`schema_version = 9`),
    [NOT_FOLDED, /^events \S+ 70: It can’t be read. .*newer version of Daybook/, NOT_COMPARED],
  ],
  [
    'an event without data',
    () => change(`event_data = 'null'`),
    [NOT_FOLDED, /^events \S+ 70: It can’t be read/, NOT_COMPARED],
  ],
  [
    'a range of balances that is too narrow',
    () =>
      sql`update snapshots set state = state || '{"lowest": "1.99"}' where aggregate_id = ${id}`,
    [/^snapshots \S+ 100: .*lowest is "1.99", by the log "1.00"/],
  ],
  [
    'a snapshot at another time',
    () => sql`update snapshots set created_at = '2026-01-05' where aggregate_id = ${id}`,
    [/^snapshots \S+ 100: .*createdAt is 2026-01-05/],
  ],
  [
    'a snapshot of nothing',
    () => sql`update snapshots set state = 'null' where aggregate_id = ${id}`,
    [/^snapshots \S+ 100: .*balance is absent/],
  ],
  [
    'a snapshot of a version that is not there',
    () => sql`update snapshots set version = 200 where aggregate_id = ${id}`,
    [/^snapshots \S+ 200: The log has no event of this version/],
  ],
  [
    'an event that no subscriber hears of',
    () => sql`with gone as (
        delete from feed where position = (select max(position) from feed) returning position)
      update sequencer set position = (select max(position) from feed where position < (
        select position from gone))`,
    [/^feed \S+ \d+: .*neither in the feed nor waiting/],
  ],
  [
    'a place in the feed for nothing, and one that waits',
    async () => {
      await sql`update feed set event_version = 121 where event_version = 120 and aggregate_id = ${id}`
      await sql`insert into outbox values (${other}, 500)`
    },
    [
      /^feed \S+ 120: .*neither/,
      /^feed \S+ 121: .*does not have/,
      /^feed whole: /,
      /^outbox \S+ 500: .*does not have/,
    ],
  ],
  [
    'an event that has its place and waits for it',
    () => sql`insert into outbox values (${id}, 7)`,
    [/^feed \S+ 7: The event has 1 places in the feed and waits 1 times/],
  ],
  [
    'an answer beyond the log',
    () => sql`update commands set last_version = 9, first_version = 9
      where command_id = ${commandId}`,
    [/^commands \S+ \S+: Its answer names versions 9 to 9, which are not the events/],
  ],
  [
    'an answer with the event of another command',
    () => sql`update commands set last_version = 2, first_version = 2
      where command_id = ${commandId}`,
    [/^commands \S+ \S+: Its answer names versions 2 to 2/],
  ],
  [
    'an answer of nothing',
    () => sql`update commands set last_version = null where command_id = ${commandId}`,
    [/^commands \S+ \S+: It was accepted, but names no events/],
  ],
  [
    'a refusal with events',
    () => sql`update commands set last_version = 2, first_version = 2
      where command_id = ${refusedId}`,
    [/^commands \S+ \S+: It was refused, but names events/],
  ],
  [
    'a lie in the stream whose id is all zeros',
    async () => {
      const zeros = '00000000-0000-0000-0000-000000000000'
      for (const table of ['events', 'snapshots', 'accounts', 'feed']) {
        await sql.unsafe(
          `update ${table} set aggregate_id = '${zeros}' where aggregate_id = '${other}'`,
        )
      }
      await change(setData('accountId', zeros), 1, zeros)
      await sql`update snapshots set state = state || ${sql.json({ accountId: zeros })}::jsonb
        where aggregate_id = ${zeros}`
      await change(setData('balance', '9.99'), 70, zeros)
    },
    [/^accounts 0{8}-\S+: .*number is/, /^events 0{8}-\S+ 70: It recorded a balance of 9.99/],
  ],
]

const archive = async () => {
  const archivist = openSql(asArchivist(url), { max: 1 })
  await archiveBefore(archivist, new Date(Date.now() + 1000))
  await archivist.end()
}

describe('a check of the log', () => {
  test('finds nothing in a correct log, archived or not', async () => {
    expect(await checkProjections(sql)).toEqual([])
    await archive()
    expect(await checkProjections(sql)).toEqual([])
  })

  test.each(lies)('finds %s', async (_, plant, expected) => {
    await unguarded()
    await plant()
    const found = await check()
    expect(found).toEqual(expected.map(line => expect.stringMatching(line)))
  })

  test('goes on after unreadable events, and says what it left out', async () => {
    await unguarded()
    await change(`event_type = 'MoneyEaten'`)
    await change(setData('balance', '9.99'), 70, other)
    const found = await checkProjections(sql)
    expect(found).toContainEqual(
      expect.objectContaining({
        where: 'insights tables',
        sentence: expect.stringMatching(/1 event/),
      }),
    )
    expect(found).toContainEqual(expect.objectContaining({ where: 'events', key: `${other} 70` }))
  })

  test('keeps a thousand differences of each kind and counts the rest', () => {
    const { report, all } = collectDifferences()
    for (let n = 0; n < 1234; n++) report('events', ['stream', n], 'It is wrong.')
    report('accounts', 'a', 'It is wrong.')
    expect(all()).toHaveLength(1002)
    expect(all().at(-1)?.sentence).toMatch(/^234 more/)
  })
})
