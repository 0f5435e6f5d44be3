import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accountStream } from '@/domain/bank-account/account-stream'
import {
  type BalanceRange,
  type BankAccount,
  bankAccount,
  evolve,
  initial,
} from '@/domain/bank-account/bank-account'
import type { Command, Deposit, Withdraw } from '@/domain/bank-account/commands'
import { decide } from '@/domain/bank-account/decisions'
import type { Facts } from '@/domain/bank-account/facts'
import type { Refusal } from '@/domain/bank-account/refusal'
import { bodyOf } from './batch'
import { createExecutor } from './command-executor'
import { handleCommands } from './command-handler'
import { createRegistry, lanesIn, type Operation, streamsOf } from './operation'
import type { Answer, CommandEnvelope, Ports, RecordedEvent, Stream } from './ports'
import { advance, emptyStream, eventOf, stateOf } from './stream'

/** Moves money from its home account to another, or refuses as either of them does. */
type Move = { readonly type: 'Move'; readonly to: string; readonly amount: string }

const moveMoney: Operation<Move, Refusal> = {
  streamsOf: (home, { to }) => [home, accountStream(to)],
  decide({ amount }, [from, to]) {
    if (!from || !to) throw new Error('Money is moved between two accounts')
    const [paid, received] = [
      bankAccount.decide({ type: 'Withdraw', amount, note: null }, stateIn(from), from as never),
      bankAccount.decide({ type: 'Deposit', amount, note: null }, stateIn(to), to as never),
    ]
    if (paid.outcome === 'refused') return paid
    if (received.outcome === 'refused') return received
    return {
      outcome: 'accepted',
      events: [
        ...paid.events.map(event => ({ streamId: from.id, event })),
        ...received.events.map(event => ({ streamId: to.id, event })),
      ],
    }
  },
}

const stateIn = (view: Pick<Stream, 'type' | 'state'>) => stateOf(bankAccount, view) ?? initial

const registry = createRegistry([bankAccount], { Move: moveMoney })

type Asked = CommandEnvelope<Command | Move>

/** When a late posting is said to have happened. */
const lateDateOf = (command: CommandEnvelope['command']): Date | null =>
  command.type === 'Move' ? null : (bankAccount.asks?.(command as Command)?.since ?? null)

/**
 * Processes that share one journal: a log, its answers, and the guard that the database gives, a
 * version and a command id that can be taken once. Each port call waits for the scheduler, so that
 * fast-check decides who goes first, and a lost answer can follow a commit.
 */
function openJournal(scheduler: fc.Scheduler, losses: readonly boolean[], stale: number) {
  const log = new Map<string, RecordedEvent[]>()
  const records = new Map<string, { body: string; answer: Answer }>()
  let ids = 0
  let ticks = 10
  let saves = 0
  const fold = (id: string, end = Infinity): Stream =>
    (log.get(id) ?? [])
      .slice(0, end)
      .reduce((stream, event) => advance(bankAccount, stream, event), emptyStream(bankAccount, id))
  const ports: Ports = {
    registry,
    async load(commands, attemptOf) {
      await scheduler.schedule(Promise.resolve(), 'load streams')
      const answers = new Map<CommandEnvelope, Answer>()
      const tried = commands.filter(command => attemptOf(command) > 1)
      const idsOf = (some: readonly CommandEnvelope[]) =>
        some.flatMap(command => streamsOf(registry, command).map(({ id }) => id))
      const again = new Set(idsOf(tried))
      // What the first attempt sees may be of any moment before, as a cache may have it.
      const streams = new Map(
        idsOf(commands).map(id => [id, fold(id, again.has(id) ? Infinity : stale)]),
      )
      // As a database may do it: for the first late posting of each account only.
      const facts = new Map<CommandEnvelope, readonly (Facts | null)[]>()
      for (const command of commands) {
        const [from, { id }] = [lateDateOf(command.command), command.stream]
        const isFirst = ![...facts.keys()].some(one => one.stream.id === id)
        if (!from || !isFirst) continue
        const known = (log.get(id) ?? []).slice(0, streams.get(id)?.version)
        facts.set(command, [known.length === 0 ? null : sinceOf(known, from)])
      }
      if (tried.length === 0) return { streams, facts, answers }
      await scheduler.schedule(Promise.resolve(), 'load answers')
      for (const command of tried) {
        const record = records.get(command.commandId)
        const same = record?.body === bodyOf(command)
        if (record) answers.set(command, same ? record.answer : { outcome: 'reused' })
      }
      return { streams, facts, answers }
    },
    async save(units) {
      await scheduler.schedule(Promise.resolve(), 'save')
      const saved = new Set(
        units.filter(({ streams, unchanged, records: its }) => {
          const parts = [
            ...unchanged,
            ...streams.map(({ stream: { aggregateId }, expectedVersion }) => ({
              aggregateId,
              version: expectedVersion,
            })),
          ]
          const isCurrent = parts.every(
            ({ aggregateId: id, version }) => fold(id).version === version,
          )
          return isCurrent && its.every(({ envelope }) => !records.has(envelope.commandId))
        }),
      )
      for (const unit of saved) {
        for (const { stream, events } of unit.streams) {
          const id = stream.aggregateId
          log.set(id, [...(log.get(id) ?? []), ...events])
        }
        for (const { envelope, answer } of unit.records) {
          records.set(envelope.commandId, { body: bodyOf(envelope), answer })
        }
      }
      return losses[saves++ % losses.length] ? new Set() : saved
    },
    publish: () => {},
    now: () => new Date(ticks++ * 1000),
    newEventId: () => `event ${ids++}`,
    pause: async () => {
      await scheduler.schedule(Promise.resolve(), 'pause')
    },
  }
  return { ports, log }
}

const commandId = fc.constantFrom('1', '2', '3', '4', '5', '6')
const account = fc.constantFrom('a', 'b', 'c')
const onOne = fc.record({
  commandId,
  accountId: account,
  command: fc.oneof(
    fc.constant({
      type: 'CreateAccount' as const,
      owner: 'Jana',
      currency: 'EUR',
      openingBalance: '1',
      reference: null,
      customerId: null,
    }),
    fc.record({
      type: fc.constantFrom('Deposit' as const, 'Withdraw' as const),
      amount: fc.constantFrom('1', '2'),
      note: fc.constant(null),
    }),
    fc.record({
      type: fc.constantFrom('Deposit' as const, 'Withdraw' as const),
      amount: fc.constantFrom('1', '2'),
      note: fc.constant(null),
      occurredAt: fc
        .integer({ min: 9, max: 22 })
        .map(second => new Date(second * 1000).toISOString()),
    }),
  ),
})
const onTwo = fc
  .record({
    commandId,
    accounts: fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 2, maxLength: 2 }),
  })
  .map(({ commandId, accounts: [accountId = '', to = ''] }) => ({
    commandId,
    accountId,
    command: { type: 'Move' as const, to, amount: '1' },
  }))
const envelope = fc.oneof({ weight: 2, arbitrary: onOne }, onTwo).map(
  ({ accountId, ...fields }): Asked => ({
    ...fields,
    stream: accountStream(accountId),
    actor: { id: 'u', name: 'U', role: 'teller' },
    correlationId: null,
  }),
)

test('in every interleaving the log is one that the rules allow, and each command is in it once', async () => {
  const batches = fc.array(fc.array(envelope, { minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 5,
  })
  const losses = fc.array(fc.boolean(), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      batches,
      losses,
      fc.nat(3),
      fc.constantFrom(1, 2),
      async (scheduler, processes, lost, stale, batchesMax) => {
        // The last word is heard in the end: no process is unlucky for ever.
        const { ports, log } = openJournal(scheduler, [...lost, false, false], stale)
        const answered = Promise.all(
          processes.map(commands =>
            Promise.all(commands.map(openExecutor(ports, batchesMax).execute)),
          ),
        )
        await scheduler.waitFor(answered)
        const answers = await answered

        const heard = new Map<string, Answer>()
        for (const [p, batch] of processes.entries()) {
          for (const [n, command] of batch.entries()) {
            const answer = answers[p]?.[n]
            expect(answer?.outcome).not.toBe('unavailable')
            if (!answer || answer.outcome === 'reused') continue
            const key = `${command.commandId} ${bodyOf(command)}`
            expect(answer).toEqual(heard.get(key) ?? answer)
            heard.set(key, answer)
          }
        }
        for (const events of log.values()) expectAllowed(events, processes.flat())
        const acknowledged = [...heard.values()].flatMap(answer =>
          answer.outcome === 'accepted'
            ? answer.changes.flatMap(({ events }) => events.map(({ eventId }) => eventId))
            : [],
        )
        const stored = [...log.values()].flat()
        const storedIds = stored.map(({ eventId }) => eventId)
        for (const id of acknowledged) expect(storedIds).toContain(id)
        const once = stored.map(({ commandId, aggregateId }) => `${commandId} ${aggregateId}`)
        expect(new Set(once).size).toBe(stored.length)
        expectWhole(stored, processes.flat())
      },
    ),
    { numRuns: 1000 },
  )
}, 60_000)

/** The executor of one process, in batches of five at most; its clock stands still. */
function openExecutor(ports: Ports, batchesMax: number) {
  return createExecutor(
    (commands, attemptOf) => handleCommands(commands, ports, attemptOf),
    lanesIn(registry),
    { queueMax: 100, batchMax: 5, batchesMax, deadlineMs: 1 },
    { nowMs: () => 0, soon: queueMicrotask, after: () => {} },
    error => {
      throw error
    },
  )
}

/** The balance at a moment and after everything that happened later, in the order of happening. */
function balancesOf(events: readonly RecordedEvent[], from: Date): bigint[] {
  const inOrder = events.toSorted(
    (a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || a.version - b.version,
  )
  let state = initial
  const balances: bigint[] = []
  for (const { event, occurredAt } of inOrder.map(typed)) {
    state = evolve(state, event)
    if (state.status === 'none') continue
    if (occurredAt <= from) balances.length = 0
    balances.push(state.balance)
  }
  return balances
}

function typed(recorded: RecordedEvent) {
  const event = eventOf(bankAccount, recorded)
  if (!event) throw new Error('The log holds accounts only')
  return { ...recorded, event }
}

function rangeOf(balances: readonly bigint[]): BalanceRange {
  const sorted = balances.toSorted((a, b) => (a < b ? -1 : Number(a > b)))
  return { lowest: sorted[0] ?? 0n, highest: sorted.at(-1) ?? 0n }
}

/** Each event is what the rules decide for its command, on the state that the events before give. */
function expectAllowed(events: readonly RecordedEvent[], commands: readonly Asked[]) {
  let state: BankAccount = initial
  for (const balance of balancesOf(events, new Date(0))) expect(balance >= 0n).toBe(true)
  for (const [index, recorded] of events.map(typed).entries()) {
    const { version, commandId, aggregateId, event, createdAt } = recorded
    expect(version).toBe(index + 1)
    const at = state
    const decisions = commands
      .filter(one => one.commandId === commandId)
      .flatMap(one => {
        const command = commandOn(aggregateId, one)
        if (!command) return []
        return [
          decide(command, at, {
            id: aggregateId,
            now: createdAt,
            startedAt: events[0]?.occurredAt ?? null,
            facts: pastOf(events.slice(0, index), command),
          }),
        ]
      })
    expect(decisions).toContainEqual(
      expect.objectContaining({ outcome: 'accepted', events: [event] }),
    )
    state = evolve(state, event)
  }
}

/** What a command does on one account. */
function commandOn(id: string, { stream, command }: Asked): Command | null {
  if (command.type !== 'Move') return stream.id === id ? command : null
  const part = { amount: command.amount, note: null }
  if (stream.id === id) return { type: 'Withdraw', ...part } satisfies Withdraw
  return command.to === id ? ({ type: 'Deposit', ...part } satisfies Deposit) : null
}

/** An operation is in all of its streams or in none, with what one gives and the other gets. */
function expectWhole(stored: readonly RecordedEvent[], commands: readonly Asked[]) {
  const byCommand = new Map<string, RecordedEvent[]>()
  for (const event of stored) {
    const id = event.commandId ?? ''
    byCommand.set(id, [...(byCommand.get(id) ?? []), event])
  }
  for (const [id, events] of byCommand) {
    if (events.length === 1) {
      const [only] = events
      const alone = commands.filter(one => one.commandId === id && one.command.type !== 'Move')
      expect(alone.map(one => one.stream.id)).toContain(only?.aggregateId)
      continue
    }
    expect(events).toHaveLength(2)
    const types = events.map(({ event }) => event.type).toSorted()
    expect(types).toEqual(['MoneyDeposited', 'MoneyWithdrawn'])
    expect(events[0]?.aggregateId).not.toBe(events[1]?.aggregateId)
  }
}

function pastOf(events: readonly RecordedEvent[], command: Command): Facts | null {
  const from = lateDateOf(command)
  return from && events.length > 0 ? sinceOf(events, from) : null
}

function sinceOf(events: readonly RecordedEvent[], from: Date): Facts {
  return { since: { ...rangeOf(balancesOf(events, from)), past: null, spent: 0n } }
}
