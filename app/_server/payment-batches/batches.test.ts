import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { getAccount } from '@/app/_server/accounts/accounts'
import { dispatch } from '@/app/_server/commands/commands'
import { countOrdersForMe } from '@/app/_server/payment-orders/order-lists'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { goOnWithBatches } from '@/app/_server/process/make-orders'
import { payDueOrders } from '@/app/_server/process/pay-orders'
import {
  letPeopleIn,
  openAccount,
  openOwner,
  openTestBank,
  PEOPLE,
  sendAccepted,
} from '@/app/_server/testing/bank'
import type { PaymentBatchJson } from '@/app/_wire/payment-batches'
import { batchIds } from '@/db/ids'
import { checkProjections } from '@/db/projections/check'
import { REBUILDS } from '@/db/projections/rebuild'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import { accountNumber } from '@/domain/money/account-number'
import { getBatch, listBatches } from './batches'
import { createBatch, previewBatch, type Upload } from './upload'

const { owner, teller, auditor, stranger } = PEOPLE
const other: Viewer = { ...teller, userId: 'u-second-teller', name: 'second teller' }

let close: () => Promise<void>
beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(async () => {
  await vi.waitFor(async () => expect(await differences()).toEqual([]), 10_000)
  await close()
})

const idOf = ({ batchId }: { batchId: string }) => batchId

async function differences() {
  const sql = openOwner()
  return checkProjections(sql).finally(() => sql.end())
}

/** An account of the owner with 100.00, and two others. */
async function threeAccounts() {
  const [from, one, two] = [
    await openAccount(owner),
    await openAccount(teller),
    await openAccount(teller),
  ]
  return { from: from.id, one: one.id, two: two.id }
}

function csv(accountId: string, rows: readonly (readonly [id: string, amount: string])[]): Upload {
  const lines = rows.map(([id, amount]) => `${accountNumber(id)},${amount},Salary`)
  const text = ['account,amount,reference', ...lines].join('\n')
  return { accountId, name: 'salaries.csv', bytes: new TextEncoder().encode(text) }
}

async function make(viewer: Viewer, upload: Upload, again = false) {
  const made = await createBatch(viewer, upload, { commandId: randomUUID(), again, zone: 'UTC' })
  if ('status' in made) throw new Error(JSON.stringify(made))
  return made.batch
}

async function decide(viewer: Viewer, body: Record<string, unknown>) {
  const answer = await dispatch(viewer, { commandId: randomUUID(), ...body })
  if (answer.outcome === 'refused') return answer.problem
  return answer.outcome === 'batched' ? answer.batch : answer
}

const balanceOf = async (id: string) => (await getAccount(teller, id))?.balance

/** Goes on, as the rounds of the process do, until a batch is completed. */
async function completed(batchId: string): Promise<PaymentBatchJson> {
  return vi.waitFor(async () => {
    await goOnWithBatches(bank(), new Date())
    await payDueOrders(bank(), new Set(), new Date())
    const batch = await getBatch(teller, batchId)
    if (batch?.status !== 'completed') throw new Error(`The batch is ${batch?.status}`)
    return batch
  }, 20_000)
}

describe('a file of payments', () => {
  test('is shown before anything is recorded, and then paid, row by row', async () => {
    const { from, one, two } = await threeAccounts()
    const upload = csv(from, [
      [one, '30.00'],
      [two, '20.50'],
      [randomUUID(), '1.00'],
      [two, '0'],
    ])
    const shown = await previewBatch(owner, upload)
    expect(shown).toMatchObject({
      ...{ total: '50.50', needsApproval: false, before: null, format: 'csv' },
      payments: [{ line: 2 }, { line: 3 }],
      refused: [{ line: 4 }, { line: 5 }],
    })
    expect(await listBatches(owner, { accountId: from })).toEqual([])
    const made = await make(owner, upload)
    expect(made).toMatchObject({ status: 'running', total: '50.50', madeBy: owner.name })
    expect(await completed(made.batchId)).toMatchObject({
      progress: { ordered: 2, paid: 2, failed: 0, waiting: 0 },
    })
    expect([await balanceOf(from), await balanceOf(one), await balanceOf(two)]).toEqual([
      ...['49.50', '130.00', '120.50'],
    ])
    await vi.waitFor(
      async () => expect(await listBatches(owner, { accountId: from })).toHaveLength(1),
      10_000,
    )
  })

  test('is the same batch when it comes again, unless it is to be paid again', async () => {
    const { from, one } = await threeAccounts()
    const upload = csv(from, [[one, '10.00']])
    const first = await make(owner, upload)
    expect(await previewBatch(owner, upload)).toMatchObject({ before: first.batchId })
    const refused = await createBatch(owner, upload, {
      ...{ commandId: randomUUID(), again: false, zone: 'UTC' },
    })
    expect(refused).toMatchObject({
      ...{ status: 409, field: 'file', batchId: first.batchId },
      detail: expect.stringContaining('uploaded for this account before'),
    })
    const second = await make(owner, upload, true)
    expect(second.batchId).not.toBe(first.batchId)
    await Promise.all([completed(first.batchId), completed(second.batchId)])
    expect(await balanceOf(one)).toBe('120.00')
  })

  test('sent again with its command id is made once', async () => {
    const { from, one } = await threeAccounts()
    const options = { commandId: randomUUID(), again: true, zone: 'UTC' }
    const upload = csv(from, [[one, '10.00']])
    const both = [
      await createBatch(owner, upload, options),
      await createBatch(owner, upload, options),
    ]
    const ids = both.map(made => ('status' in made ? made.status : made.batch.batchId))
    expect(ids[0]).toBe(ids[1])
    await completed(String(ids[0]))
    expect(await balanceOf(one)).toBe('110.00')
  })

  test('above the limit by its total waits for a second person', async () => {
    const { from, one, two } = await threeAccounts()
    await sendAccepted(teller, from, { type: 'Deposit', amount: '90000.00' })
    const upload = csv(from, [
      [one, '30000.00'],
      [two, '30000.00'],
    ])
    const { batchId, status } = await make(teller, upload)
    expect(status).toBe('submitted')
    const waiting = async () => (await listBatches(other, { status: 'submitted' }))?.map(idOf)
    await vi.waitFor(async () => expect(await waiting()).toEqual([batchId]), 10_000)
    expect(await Promise.all([teller, other].map(countOrdersForMe))).toEqual([0, 1])
    const approve = { type: 'ApprovePaymentBatch', batchId }
    expect(await decide(teller, approve)).toMatchObject({ status: 422 })
    expect(await decide(auditor, approve)).toMatchObject({ status: 403 })
    expect(await decide(stranger, approve)).toMatchObject({ status: 403 })
    expect(await decide(other, approve)).toMatchObject({ status: 'running', decidedBy: other.name })
    expect(await completed(batchId)).toMatchObject({ progress: { paid: 2 } })
    expect(await balanceOf(from)).toBe('30100.00')
    expect(await decide(other, approve)).toMatchObject({ status: 409 })
    expect(await waiting()).toEqual([])
  })

  test('is rejected, or withdrawn by whoever uploaded it, and then nothing is paid', async () => {
    const { from, one } = await threeAccounts()
    for (const [viewer, move] of [
      [other, { type: 'RejectPaymentBatch', reason: 'Old amounts' }],
      [teller, { type: 'WithdrawPaymentBatch' }],
    ] as const) {
      const { batchId } = await make(teller, csv(from, [[one, '60000.00']]), true)
      await decide(viewer, { ...move, batchId })
      await goOnWithBatches(bank(), new Date())
      expect(await getBatch(teller, batchId)).toMatchObject({ progress: { paid: 0 } })
    }
    expect(await balanceOf(one)).toBe('100.00')
  })

  test('tells what an account refused', async () => {
    const { from, one, two } = await threeAccounts()
    await sendAccepted(teller, two, { type: 'Withdraw', amount: '100.00' })
    await sendAccepted(teller, two, { type: 'CloseAccount' })
    const { batchId } = await make(
      owner,
      csv(from, [
        [one, '10.00'],
        [two, '10.00'],
      ]),
    )
    expect(await completed(batchId)).toMatchObject({ progress: { paid: 1, failed: 1 } })
    expect(await balanceOf(from)).toBe('90.00')
  })
})

test('whoever is killed while orders are made, each row becomes one order', async () => {
  const { from, one } = await threeAccounts()
  const rows = Array.from({ length: 6 }, (_, n) => [one, `0.0${n + 1}`] as const)
  const { batchId } = await make(owner, csv(from, rows))
  await vi.waitFor(
    async () => expect(await listBatches(owner, { accountId: from })).toHaveLength(1),
    10_000,
  )
  for (const nth of [1, 4, 7]) {
    let sent = 0
    const execute = async (envelope: CommandEnvelope) => {
      sent++
      if (sent === nth) throw new Error('killed')
      return bank().execute(envelope)
    }
    await goOnWithBatches({ ...bank(), execute }, new Date()).catch(error => {
      if (error.message !== 'killed') throw error
    })
  }
  await Promise.all([1, 2].map(() => goOnWithBatches(bank(), new Date())))
  await completed(batchId)
  expect(await balanceOf(from)).toBe('99.79')
  const order = await bank().store.getEventsForAggregate(batchIds(batchId).order(0))
  expect(order.filter(({ event }) => event.type === 'PaymentExecuted')).toHaveLength(1)
})

describe('a refused file names what is wrong', () => {
  test.each([
    ['account,amount\n', 422, 'No row'],
    ['', 400, 'empty'],
    ['account,sum\n', 400, '“sum”'],
    ['<Document/>', 400, 'pain.001'],
    ['\u0000', 400, 'UTF-8'],
  ])('%j', async (text, status, sentence) => {
    const { from } = await threeAccounts()
    const upload = { accountId: from, name: '', bytes: new TextEncoder().encode(text) }
    expect(await previewBatch(owner, upload)).toMatchObject({
      ...{ status, field: 'file', detail: expect.stringContaining(sentence) },
    })
  })

  test('and nobody pays from an account that they can’t operate', async () => {
    const { from, one } = await threeAccounts()
    const upload = csv(from, [[one, '1.00']])
    expect(await previewBatch(stranger, upload)).toMatchObject({ status: 404 })
    expect(await previewBatch(auditor, upload)).toMatchObject({ status: 403 })
    expect(await previewBatch(owner, { ...upload, accountId: 'mine' })).toMatchObject({
      status: 404,
    })
    const { batchId } = await make(owner, upload)
    expect(await getBatch(stranger, batchId)).toBeNull()
    expect(await listBatches(stranger, { accountId: from })).toBeNull()
  })
})

test('the list of batches can be rebuilt, and is compared with the streams', async () => {
  const { from, one } = await threeAccounts()
  const { batchId } = await make(teller, csv(from, [[one, '60000.00']]), true)
  const sql = openOwner()
  const row = async () =>
    (await sql`select due_at, status from payment_batches where aggregate_id = ${batchId}`)[0]
  await vi.waitFor(async () => expect(await row()).toMatchObject({ status: 'submitted' }), 10_000)
  await sql`update payment_batches set status = 'running' where aggregate_id = ${batchId}`
  expect(await differences()).toMatchObject([{ where: 'payment-batches', key: batchId }])
  await REBUILDS['payment-batches']?.(sql, () => {})
  expect(await row()).toMatchObject({ status: 'submitted', due_at: null })
  await sql.end()
})
