import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { getAccount } from '@/app/_server/accounts/accounts'
import { dispatch, dispatchAll } from '@/app/_server/commands/commands'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { carryOut, carryOutApproved } from '@/app/_server/process/carry-out'
import { readableStream } from '@/app/_server/streams/access'
import {
  letPeopleIn,
  movement,
  openAccount,
  openOwner,
  openTestBank,
  PEOPLE,
  send,
  sendAccepted,
} from '@/app/_server/testing/bank'
import type { CommandAnswer } from '@/app/_wire/commands'
import { insertToken, revokeToken } from '@/db/people/tokens'
import { insertUsers } from '@/db/people/users'
import { checkProjections } from '@/db/projections/check'
import { REBUILDS } from '@/db/projections/rebuild'
import { approvalStream } from '@/domain/approval/approval'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import { countForMe, getApproval, readQueue } from './approvals'

const { teller, auditor, admin, owner } = PEOPLE
const teller2 = another('second')
const teller3 = another('third')

function another(name: string): Viewer {
  const email = `${name}-teller@example.com`
  return {
    kind: 'person',
    userId: `u-${name}-teller`,
    name: `${name} teller`,
    email,
    role: 'teller',
  }
}

let close: () => Promise<void>
beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
  const more = [teller2, teller3].map(({ userId: id, name, email, role }) => {
    return { id, name, email, role, passwordHash: 'none' }
  })
  await insertUsers(bank().db, more)
})
afterAll(async () => {
  // Nothing in this file may leave a read model that differs from the log.
  await vi.waitFor(async () => expect(await checkAll()).toEqual([]), 10_000)
  await close()
})
afterEach(() => vi.unstubAllEnvs())

async function checkAll() {
  const sql = openOwner()
  try {
    return await checkProjections(sql)
  } finally {
    await sql.end()
  }
}

/** An account with a deposit of 60,000.00 EUR as event 2, and 100.00 before. */
async function withLargeEntry(): Promise<string> {
  const { id } = await openAccount(teller)
  await sendAccepted(teller, id, { type: 'Deposit', amount: '60000.00' })
  return id
}

const reversal = { type: 'ReverseEntry', version: 2, reason: 'Paid twice' } as const
const balanceOf = async (id: string) => (await getAccount(teller, id))?.balance
const requestedIn = (answer: CommandAnswer) => {
  if (answer.outcome !== 'requested') throw new Error(JSON.stringify(answer))
  return answer.approvalId
}
const ask = async (id: string) => requestedIn(await send(teller, id, reversal))
type Type = 'ApproveRequest' | 'RejectRequest' | 'WithdrawRequest'
const decide = (viewer: Viewer, approvalId: string, type: Type = 'ApproveRequest', more = {}) =>
  dispatch(viewer, { commandId: randomUUID(), type, approvalId, ...more })
const toldBy = (answer: CommandAnswer) => {
  if (answer.outcome === 'decided') return answer.approval.status
  return answer.outcome === 'refused' ? answer.problem.detail : answer.outcome
}
const statusOf = async (approvalId: string) =>
  (await getApproval(teller, approvalId, 'UTC'))?.approval.status

describe('a command that two people decide', () => {
  test('is a reversal or a late posting from the limit on; nothing is done yet', async () => {
    const id = await withLargeEntry()
    const occurredAt = new Date().toISOString()
    const late = (amount: string) => send(teller, id, { type: 'Deposit', amount, occurredAt })
    vi.stubEnv('DAYBOOK_APPROVE_DAY_FROM', 'EUR:1000000')
    expect((await late('49999.99')).outcome).toBe('accepted')
    expect((await late('50000')).outcome).toBe('requested')
    expect((await send(teller, id, reversal)).outcome).toBe('requested')
    expect((await send(teller, id, { ...reversal, version: 3 })).outcome).toBe('accepted')
    expect((await send(teller, id, { type: 'Withdraw', amount: '55000' })).outcome).toBe('accepted')
    expect(await balanceOf(id)).toBe('5100.00')
    vi.stubEnv('DAYBOOK_APPROVE_FROM', 'EUR:70000')
    expect((await late('50000')).outcome).toBe('accepted')
  })

  test('is one that reaches the limit together with others of the same person, account and day', async () => {
    const [id, other] = [await withLargeEntry(), await withLargeEntry()]
    const occurredAt = new Date().toISOString()
    const late = async (by: Viewer, on: string, amount: string) =>
      (await send(by, on, { type: 'Deposit', amount, occurredAt })).outcome
    expect(await late(teller, id, '30000')).toBe('accepted')
    // Not what is ordinary, nor what others do, nor other accounts.
    await sendAccepted(teller, id, { type: 'Deposit', amount: '40000' })
    expect(await late(teller2, id, '30000')).toBe('accepted')
    expect(await late(teller, other, '30000')).toBe('accepted')
    expect(await late(teller, id, '19999.99')).toBe('accepted')
    expect(await late(teller, id, '0.01')).toBe('requested')
    // The reversal of the entry of 30,000 counts with them.
    const asked = requestedIn(await send(teller, id, { ...reversal, version: 3 }))
    expect(toldBy(await decide(teller2, asked))).toBe('carried-out')
    // What two people decided counts for neither.
    expect(await late(teller2, id, '19999.99')).toBe('accepted')
    vi.stubEnv('DAYBOOK_APPROVE_DAY_FROM', 'EUR:60000,JPY:1')
    expect(await late(teller, id, '9999.99')).toBe('accepted')
    expect(await late(teller, id, '0.02')).toBe('requested')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 24 * 3_600_000 + 60_000 })
    expect(await late(teller, id, '49999.99')).toBe('accepted')
    vi.useRealTimers()
  })

  test('is found among many at once, in an array and side by side', async () => {
    const [first, second] = [await openAccount(teller), await openAccount(teller)]
    const occurredAt = new Date().toISOString()
    const deposit = (id: string) => ({ ...movement('Deposit', id, '20000.00'), occurredAt })
    const outcomes = (answers: readonly CommandAnswer[]) =>
      answers.map(({ outcome }) => outcome).toSorted()
    const expected = ['accepted', 'accepted', 'requested', 'requested']
    const four = [1, 2, 3, 4]
    const inArray = await dispatchAll(
      teller,
      four.map(() => deposit(first.id)),
    )
    expect(outcomes(inArray)).toEqual(expected)
    const beside = await Promise.all(four.map(() => dispatch(teller, deposit(second.id))))
    expect(outcomes(beside)).toEqual(expected)
    expect(await balanceOf(second.id)).toBe('40100.00')
    const refused = await send(teller, second.id, { type: 'Withdraw', amount: '45000', occurredAt })
    expect(refused.outcome).toBe('refused')
  })

  test('is one request however often it is sent, and another body is a conflict', async () => {
    const id = await withLargeEntry()
    const command = { commandId: randomUUID(), accountId: id, ...reversal }
    const first = requestedIn(await dispatch(teller, command))
    expect(requestedIn(await dispatch(teller, command))).toBe(first)
    expect(await dispatch(teller, { ...command, reason: 'Another' })).toMatchObject({
      outcome: 'refused',
      problem: { status: 409 },
    })
    expect(toldBy(await decide(teller2, first))).toBe('carried-out')
    expect(requestedIn(await dispatch(teller, command))).toBe(first)
    expect(await balanceOf(id)).toBe('100.00')
  })

  test('that the account would refuse is refused at once, and stands in its audit trail', async () => {
    const id = await withLargeEntry()
    await sendAccepted(teller, id, { type: 'Withdraw', amount: '59000' })
    const command = { commandId: randomUUID(), accountId: id, ...reversal }
    for (const _ of [1, 2]) {
      expect(await dispatch(teller, command)).toMatchObject({
        problem: { type: 'urn:daybook:problem:InsufficientFunds' },
      })
    }
    expect(await bank().store.findRefusal(id, command.commandId)).toMatchObject({
      command: { type: 'ReverseEntry' },
    })
  })

  test('can’t be slipped through with the entry or the account that it is about', async () => {
    const { id } = await openAccount(teller)
    const [made, reversed] = await dispatchAll(teller, [
      movement('Deposit', id, '60000.00'),
      { commandId: randomUUID(), accountId: id, ...reversal },
    ])
    expect(made?.outcome).toBe('accepted')
    // Either the entry is not there yet, or its amount was not known: never carried out.
    expect(reversed?.outcome).toBe('refused')
    expect(await balanceOf(id)).toBe('60100.00')
    const typed = {
      type: 'Deposit',
      amount: '60 000',
      occurredAt: new Date().toISOString(),
    } as const
    expect((await send(teller, id, typed)).outcome).toBe('refused')
  })
})

describe('a decision', () => {
  test('carries the command out in the name of who asked, known by the request’s id', async () => {
    const id = await withLargeEntry()
    const approvalId = await ask(id)
    expect(await getApproval(auditor, approvalId, 'UTC')).toMatchObject({
      approval: { status: 'requested', amount: '60000.00', askedBy: { name: 'teller' } },
      foreseen: { sides: [{ change: '-60000.00', balance: '100.00' }] },
    })
    expect(await balanceOf(id)).toBe('60100.00')
    const command = { commandId: randomUUID(), type: 'ApproveRequest', approvalId }
    for (const _ of [1, 2]) expect(toldBy(await dispatch(teller2, command))).toBe('carried-out')
    expect(await balanceOf(id)).toBe('100.00')
    const [, , event] = await bank().store.getEventsForAggregate(id)
    expect(event).toMatchObject({ actor: { id: teller.userId }, correlationId: approvalId })
    const told = await bank().store.getEventsForAggregate(approvalId)
    expect(told.map(({ event, actor }) => `${event.type} ${actor.id}`)).toEqual([
      'ApprovalRequested u-teller',
      'ApprovalGiven u-second-teller',
      'ApprovalCarriedOut bank',
    ])
    const { approval } = (await getApproval(teller, approvalId, 'UTC')) ?? {}
    expect(approval?.commandId).toBe(event?.commandId)
  })

  test('is another teller’s, a person’s: nobody else has it', async () => {
    const approvalId = await ask(await withLargeEntry())
    const own = 'You asked for this, so another teller must decide. You can withdraw it.'
    expect(toldBy(await decide(teller, approvalId))).toBe(own)
    for (const viewer of [auditor, admin, owner, { ...teller2, kind: 'service' } as const]) {
      for (const type of ['ApproveRequest', 'RejectRequest'] as const) {
        const more = type === 'RejectRequest' ? { reason: 'No' } : {}
        expect((await decide(viewer, approvalId, type, more)).outcome).toBe('refused')
      }
    }
    for (const viewer of [auditor, admin, owner, teller2]) {
      expect((await decide(viewer, approvalId, 'WithdrawRequest')).outcome).toBe('refused')
    }
    expect(await statusOf(approvalId)).toBe('requested')
    expect(toldBy(await decide(teller, approvalId, 'WithdrawRequest'))).toBe('withdrawn')
    expect(toldBy(await decide(teller2, approvalId))).toBe('teller has already withdrawn this.')
    expect(toldBy(await decide(teller2, randomUUID()))).toBe('This request does not exist.')
  })

  test('of two tellers at once is one; the other is told whose', async () => {
    const id = await withLargeEntry()
    const approvalId = await ask(id)
    const answers = await Promise.all([
      decide(teller2, approvalId),
      decide(teller3, approvalId, 'RejectRequest', { reason: 'Not this one' }),
    ])
    const done = answers.filter(({ outcome }) => outcome === 'decided')
    expect(done).toHaveLength(1)
    const isApproved = answers[0].outcome === 'decided'
    expect(answers.map(toldBy)).toContain(
      isApproved
        ? 'second teller has already approved this.'
        : 'third teller has already rejected this.',
    )
    expect(await balanceOf(id)).toBe(isApproved ? '100.00' : '60100.00')
  })

  test('that rejects keeps the reason, and needs one', async () => {
    const id = await withLargeEntry()
    const approvalId = await ask(id)
    expect(await decide(teller2, approvalId, 'RejectRequest', { reason: ' ' })).toMatchObject({
      problem: { field: 'reason' },
    })
    const rejected = await decide(teller2, approvalId, 'RejectRequest', { reason: 'Not this one' })
    expect(rejected).toMatchObject({ approval: { status: 'rejected', reason: 'Not this one' } })
    expect(await balanceOf(id)).toBe('60100.00')
  })

  test('that the account refuses meanwhile says so', async () => {
    const id = await withLargeEntry()
    const [one, other] = [await ask(id), await ask(id)]
    expect(toldBy(await decide(teller2, one))).toBe('carried-out')
    const failed = await decide(teller2, other)
    expect(failed).toMatchObject({
      approval: { status: 'failed', failure: expect.stringContaining('already') },
    })
    expect(await balanceOf(id)).toBe('100.00')
  })

  test('approves nothing of somebody who is no teller any more', async () => {
    const id = await withLargeEntry()
    const approvalId = requestedIn(await send(teller3, id, reversal))
    const sql = openOwner()
    const become = (role: string) =>
      sql`update auth_users set role = ${role} where id = ${teller3.userId}`
    await become('customer')
    const told = toldBy(await decide(teller2, approvalId))
    expect(told).toBe(
      'third teller is no longer a teller, so this can’t be approved. Reject it instead.',
    )
    expect(toldBy(await decide({ ...teller3, role: 'customer' }, approvalId))).not.toBe(
      'carried-out',
    )
    await become('teller')
    await sql.end()
    expect(toldBy(await decide(teller3, approvalId))).toMatch(/You asked for this/)
    expect(await balanceOf(id)).toBe('60100.00')
  })
})

test('nothing is approved of a service whose token is revoked', async () => {
  const id = await withLargeEntry()
  const token = await insertedToken()
  const scopes = ['accounts:read', 'commands:write'] as const
  const bounds = { scopes, accountIds: null }
  const program = { ...teller2, ...token, kind: 'service', bounds } as const
  const approvalId = requestedIn(await send(program, id, reversal))
  await revokeToken(bank().db, token.userId, admin.userId, new Date())
  expect(toldBy(await decide(teller, approvalId))).toMatch(/^Nightly is no longer a teller/)
  const other = await insertedToken()
  const again = { ...program, ...other }
  const allowed = requestedIn(await send(again, id, reversal))
  expect((await decide(again, allowed)).outcome).toBe('refused')
  expect(toldBy(await decide(teller, allowed))).toBe('carried-out')
  expect(await balanceOf(id)).toBe('100.00')
})

async function insertedToken() {
  const [userId, now] = [randomUUID(), Date.now()]
  await insertToken(bank().db, {
    ...{ id: userId, name: 'Nightly', hash: randomUUID(), ending: 'abcd', role: 'teller' },
    ...{ scopes: ['commands:write'], createdAt: new Date(now), createdBy: admin.userId },
    expiresAt: new Date(now + 3_600_000),
  })
  return { userId, name: 'Nightly' }
}

describe('a process that is killed', () => {
  const soon = () => new Date(Date.now() + 60_000)
  /** The approval alone, as a process leaves it that is killed right after it. */
  const approveOnly = async (approvalId: string) => {
    const by = { id: teller2.userId, name: teller2.name, kind: 'person' }
    const answer = await bank().execute({
      commandId: randomUUID(),
      stream: approvalStream(approvalId),
      actor: { id: teller2.userId, name: teller2.name, role: 'teller' },
      correlationId: approvalId,
      command: { type: 'ApproveRequest', by },
    })
    expect(answer.outcome).toBe('accepted')
  }

  test('after an approval leaves the command to any other, which does it once', async () => {
    const id = await withLargeEntry()
    const approvalId = await ask(id)
    await approveOnly(approvalId)
    await vi.waitFor(async () => {
      await Promise.all([1, 2, 3].map(() => carryOutApproved(bank(), soon())))
      expect(await statusOf(approvalId)).toBe('carried-out')
    }, 10_000)
    expect(await balanceOf(id)).toBe('100.00')
  })

  test('after the command leaves its outcome, and the account is not changed again', async () => {
    const id = await withLargeEntry()
    const approvalId = await ask(id)
    await approveOnly(approvalId)
    const killed = async (envelope: CommandEnvelope) => {
      if (envelope.command.type !== 'RecordOutcome') return bank().execute(envelope)
      throw new Error('killed')
    }
    await expect(carryOut({ store: bank().store, execute: killed }, approvalId)).rejects.toThrow()
    expect(await balanceOf(id)).toBe('100.00')
    for (const _ of [1, 2]) expect(await carryOut(bank(), approvalId)).toBe(true)
    expect(await statusOf(approvalId)).toBe('carried-out')
    expect(await bank().store.getEventsForAggregate(id)).toHaveLength(3)
    expect(await bank().store.getEventsForAggregate(approvalId)).toHaveLength(3)
  })

  test('before an approval has done nothing, and nothing is carried out without one', async () => {
    const id = await withLargeEntry()
    const approvalId = await ask(id)
    await carryOut(bank(), approvalId)
    await carryOutApproved(bank(), soon())
    expect(await statusOf(approvalId)).toBe('requested')
    expect(await balanceOf(id)).toBe('60100.00')
  })
})

describe('the queue', () => {
  test('is for the staff, counts what others asked, and can be rebuilt', async () => {
    const approvalId = await ask(await withLargeEntry())
    const before = await vi.waitFor(async () => {
      const queue = await readQueue(auditor)
      const line = queue?.open.find(one => one.approvalId === approvalId)
      expect(line).toMatchObject({
        amount: '60000.00',
        owner: 'Jana Nováková',
        kind: 'ReverseEntry',
      })
      return queue
    }, 10_000)
    expect(await readQueue(owner)).toBeNull()
    expect(await countForMe(auditor)).toBeNull()
    const [own, others] = [await countForMe(teller), await countForMe(teller2)]
    const notBy = ({ userId }: Viewer) => before?.open.filter(line => line.askedBy.id !== userId)
    expect([own, others]).toEqual([notBy(teller)?.length, notBy(teller2)?.length])
    expect(Number(others)).toBeGreaterThan(Number(own))
    const sql = openOwner()
    await sql`update approvals set status = 'rejected', amount = '1' where aggregate_id = ${approvalId}`
    expect(await checkProjections(sql)).toMatchObject([{ where: 'approvals', key: approvalId }])
    await REBUILDS.approvals?.(sql, () => {})
    await sql.end()
    expect(await readQueue(auditor)).toEqual(before)
  })

  test('and its streams are read by the staff alone', async () => {
    const approvalId = await ask(await withLargeEntry())
    const title = 'Request for approval, 60000.00 EUR'
    expect(await readableStream(auditor, approvalId)).toMatchObject({ title, currency: null })
    expect(await readableStream(owner, approvalId)).toBeNull()
    expect(await getApproval(owner, approvalId, 'UTC')).toBeNull()
  })
})
