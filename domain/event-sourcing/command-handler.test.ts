import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BankAccount, decide, evolve, initial } from '@/domain/bank-account/bank-account'
import { createExecutor } from './command-executor'
import { bodyOf, handleCommands, occurredAtOf } from './command-handler'
import type { Answer, BalanceRange, CommandEnvelope, Ports, RecordedEvent, Stream } from './ports'
import { advance, emptyStream } from './stream'

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
    (log.get(id) ?? []).slice(0, end).reduce(advance, emptyStream(id))
  const ports: Ports = {
    async load(commands, attemptOf) {
      await scheduler.schedule(Promise.resolve(), 'load streams')
      const answers = new Map<CommandEnvelope, Answer>()
      const tried = commands.filter(command => attemptOf(command) > 1)
      const again = new Set(tried.map(({ accountId }) => accountId))
      // What the first attempt sees may be of any moment before, as a cache may have it.
      const streams = new Map(
        commands.map(({ accountId: id }) => [id, fold(id, again.has(id) ? Infinity : stale)]),
      )
      // As a database may do it: for the first late posting of each account only.
      const balancesSince = new Map<CommandEnvelope, BalanceRange>()
      for (const command of commands) {
        const [from, stream] = [occurredAtOf(command.command), streams.get(command.accountId)]
        const isFirst = ![...balancesSince.keys()].some(one => one.accountId === command.accountId)
        if (!from || !isFirst || stream?.state.status !== 'open') continue
        const known = (log.get(command.accountId) ?? []).slice(0, stream.version)
        balancesSince.set(command, rangeOf(balancesOf(known, from)))
      }
      if (tried.length === 0) return { streams, balancesSince, answers }
      await scheduler.schedule(Promise.resolve(), 'load answers')
      for (const command of tried) {
        const record = records.get(command.commandId)
        const same = record?.body === bodyOf(command)
        if (record) answers.set(command, same ? record.answer : { outcome: 'reused' })
      }
      return { streams, balancesSince, answers }
    },
    async save(append) {
      await scheduler.schedule(Promise.resolve(), 'save')
      const parts = [
        ...append.unchanged,
        ...append.streams.map(({ stream: { aggregateId }, expectedVersion }) => ({
          aggregateId,
          version: expectedVersion,
        })),
      ]
      const answered = append.records.filter(({ envelope }) => records.has(envelope.commandId))
      const taken = new Set(answered.map(({ envelope }) => envelope.accountId))
      const saved = new Set(
        parts
          .filter(({ aggregateId: id, version }) => fold(id).version === version && !taken.has(id))
          .map(({ aggregateId }) => aggregateId),
      )
      for (const { stream, events } of append.streams) {
        const id = stream.aggregateId
        if (saved.has(id)) log.set(id, [...(log.get(id) ?? []), ...events])
      }
      for (const { envelope, answer } of append.records) {
        if (!saved.has(envelope.accountId)) continue
        records.set(envelope.commandId, { body: bodyOf(envelope), answer })
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

const asked = fc.record({
  commandId: fc.constantFrom('1', '2', '3', '4', '5', '6'),
  accountId: fc.constantFrom('a', 'b'),
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
const envelope = asked.map(
  (fields): CommandEnvelope => ({
    ...fields,
    actor: { id: 'u', name: 'U', role: 'teller' },
    correlationId: null,
  }),
)

test('in every interleaving the log is one that the rules allow, and each command is in it once', async () => {
  const batches = fc.array(fc.array(envelope, { minLength: 1, maxLength: 4 }), {
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
      async (scheduler, processes, lost, stale) => {
        // The last word is heard in the end: no process is unlucky for ever.
        const { ports, log } = openJournal(scheduler, [...lost, false, false], stale)
        const answered = Promise.all(
          processes.map(commands => Promise.all(commands.map(openExecutor(ports).execute))),
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
          answer.outcome === 'accepted' ? answer.events.map(({ eventId }) => eventId) : [],
        )
        const stored = [...log.values()].flat()
        const storedIds = stored.map(({ eventId }) => eventId)
        for (const id of acknowledged) expect(storedIds).toContain(id)
        expect(new Set(stored.map(({ commandId }) => commandId)).size).toBe(stored.length)
      },
    ),
    { numRuns: 1000 },
  )
}, 60_000)

/** The executor of one process, in batches of three at most; its clock stands still. */
function openExecutor(ports: Ports) {
  return createExecutor(
    (commands, attemptOf) => handleCommands(commands, ports, attemptOf),
    { queueMax: 100, batchMax: 3, batchesMax: 2, deadlineMs: 1 },
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
  for (const { event, occurredAt } of inOrder) {
    state = evolve(state, event)
    if (state.status === 'none') continue
    if (occurredAt <= from) balances.length = 0
    balances.push(state.balance)
  }
  return balances
}

function rangeOf(balances: readonly bigint[]): BalanceRange {
  const sorted = balances.toSorted((a, b) => (a < b ? -1 : Number(a > b)))
  return { lowest: sorted[0] ?? 0n, highest: sorted.at(-1) ?? 0n }
}

/** Each event is what the rules decide for its command, on the state that the events before give. */
function expectAllowed(events: readonly RecordedEvent[], commands: readonly CommandEnvelope[]) {
  let state: BankAccount = initial
  for (const balance of balancesOf(events, new Date(0))) expect(balance >= 0n).toBe(true)
  for (const [index, { version, commandId, aggregateId, event, createdAt }] of events.entries()) {
    expect(version).toBe(index + 1)
    const at = state
    const decisions = commands
      .filter(one => one.commandId === commandId && one.accountId === aggregateId)
      .map(one =>
        decide(one.accountId, one.command, at, pastOf(events.slice(0, index), one, createdAt)),
      )
    expect(decisions).toContainEqual({ outcome: 'accepted', events: [event] })
    state = evolve(state, event)
  }
}

function pastOf(events: readonly RecordedEvent[], { command }: CommandEnvelope, now: Date) {
  const [from, openedAt] = [occurredAtOf(command), events[0]?.occurredAt]
  if (!from || !openedAt) return null
  return { now, openedAt, ...rangeOf(balancesOf(events, from)) }
}
