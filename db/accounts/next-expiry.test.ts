import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Command } from '@/domain/bank-account/commands'
import { handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import type { Sql } from '../connection'
import type { EventStore } from '../event-store'
import { checkProjections } from '../projections/check'
import { openTestStore } from '../testing/store'
import { accountIn, commandOn } from '../testing/streams'

let sql: Sql
let store: EventStore
let close: () => Promise<void>

beforeAll(async () => {
  ;({ store, sql, close } = await openTestStore())
})
afterAll(() => close())

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

test('the row of an account has the first expiry of its holds after each event', async () => {
  const id = randomUUID()
  const [soon, later, last] = [randomUUID(), randomUUID(), randomUUID()]
  const place = (holdId: string, hours: number): Command => {
    return { type: 'PlaceHold', holdId, amount: '10.00', expiresAt: inHours(hours), note: null }
  }
  const names = { owner: 'U', currency: 'EUR', reference: null, customerId: null }
  const commands: [Command, string | null][] = [
    [{ type: 'CreateAccount', ...names, openingBalance: '100.00' }, null],
    [place(later, 2), later],
    [place(soon, 1), soon],
    [place(last, 3), soon],
    [{ type: 'CaptureHold', holdId: soon, amount: '4.00' }, soon],
    [{ type: 'Withdraw', amount: '1.00', note: null }, soon],
    [{ type: 'CaptureHold', holdId: soon, amount: null }, later],
    [{ type: 'FreezeAccount', scope: 'all', reason: 'Lost card' }, later],
    [{ type: 'ReleaseHold', holdId: later }, last],
    [{ type: 'ReleaseHold', holdId: last }, null],
  ]
  for (const [command, first] of commands) {
    const [answer] = await handleUntilAnswered([commandOn(id, command)], store)
    if (answer?.outcome !== 'accepted') throw new Error(JSON.stringify(answer))
    const holds = accountIn(answer.changes[0].stream).terms.holds
    const expected = holds.find(({ holdId }) => holdId === first)?.expiresAt ?? null
    const [row] = await sql<{ at: Date | null }[]>`
      select next_expiry as at from accounts where aggregate_id = ${id}`
    expect([command.type, row?.at?.toISOString() ?? null]).toEqual([command.type, expected])
    expect(await checkProjections(sql)).toEqual([])
  }
  await sql`update accounts set next_expiry = now() where aggregate_id = ${id}`
  expect(await checkProjections(sql)).toHaveLength(1)
})
