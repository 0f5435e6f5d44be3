import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import type { Answer, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { createEventStore, type EventStore } from '../event-store'
import { freshDatabase } from '../testing/database'
import { creationOf, movementOn } from '../testing/streams'

let url: string
let drop: () => Promise<void>
/** Two processes, as far as the database can tell. */
let processes: EventStore[]

beforeAll(async () => {
  ;({ url, drop } = await freshDatabase())
  processes = [createEventStore(url), createEventStore(url)]
})
afterAll(async () => {
  await Promise.all(processes.map(store => store.close()))
  await drop()
})

async function open(): Promise<string> {
  const id = randomUUID()
  await processes[0]?.saveEvents(id, [creationOf(id)], 0)
  return id
}
function sendTo(store: EventStore | undefined, command: CommandEnvelope): Promise<Answer> {
  if (!store) throw new Error('There is no such process')
  return handleUntilAnswered([command], store).then(([answer]) => answer ?? { outcome: 'reused' })
}

test('a command sent repeatedly to two processes has one answer, also after a restart', async () => {
  const id = await open()
  for (const [command, outcome, events] of [
    [movementOn(id, 'Withdraw', '5'), 'refused', 1],
    [movementOn(id, 'Deposit', '5'), 'accepted', 2],
  ] as const) {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => sendTo(processes[n % 2], command)),
    )
    expect(answers[0]?.outcome).toBe(outcome)
    for (const answer of answers) expect(answer).toEqual(answers[0])
    const restarted = createEventStore(url)
    expect(await sendTo(restarted, command)).toEqual(answers[0])
    const changed = { ...command, command: { ...command.command, amount: '6' } }
    expect(await sendTo(restarted, changed)).toEqual({ outcome: 'reused' })
    expect(await restarted.getEventsForAggregate(id)).toHaveLength(events)
    expect(await restarted.readRefusals(id, { order: 'asc', limit: 9 })).toHaveLength(1)
    await restarted.close()
  }
})

test('of two bodies under one id, sent at once to two processes, one is carried out', async () => {
  for (let round = 0; round < 15; round++) {
    const id = await open()
    const first = movementOn(id, 'Deposit', '5')
    const bodies = [first, { ...first, command: { ...first.command, amount: '6' } }]
    const answers = await Promise.all(bodies.map((body, n) => sendTo(processes[n], body)))
    expect(answers.map(({ outcome }) => outcome).toSorted()).toEqual(['accepted', 'reused'])
    expect(await processes[0]?.getEventsForAggregate(id)).toHaveLength(2)
  }
})
