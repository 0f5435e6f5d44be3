import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  letPeopleIn,
  movement,
  openAccount,
  openOwner,
  openTestBank,
  PEOPLE,
  requestBy,
  sendAccepted,
} from '@/app/_server/testing/bank'
import { GET } from './approvals/route'
import { POST } from './commands/route'

let close: () => Promise<void>
beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(() => close())

async function post(body: unknown): Promise<Response> {
  const { url, headers: asked } = await requestBy('teller', '/api/commands')
  const headers = new Headers(asked)
  headers.set('content-type', 'application/json')
  return POST(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }))
}

test('a large reversal answers 202 with its request, which the staff lists and who asked withdraws', async () => {
  const { id } = await openAccount(PEOPLE.teller)
  await sendAccepted(PEOPLE.teller, id, { type: 'Deposit', amount: '60000.00' })
  const reversal = { type: 'ReverseEntry', version: 2, reason: 'Paid twice', accountId: id }
  const answer = await post({ commandId: randomUUID(), ...reversal })
  expect(answer.status).toBe(202)
  const { approvalId, ...body } = await answer.json()
  expect(body).toEqual({ outcome: 'requested', accountId: id })

  const several = [{ commandId: randomUUID(), ...reversal }, movement('Deposit', id, '1')]
  expect(await (await post(several)).json()).toMatchObject([
    { status: 202, outcome: 'requested' },
    { status: 200, account: { balance: '60101.00' } },
  ])

  await vi.waitFor(async () => {
    const { open } = await (await GET(await requestBy('auditor', '/api/approvals'))).json()
    expect(open.map((line: { approvalId: string }) => line.approvalId)).toContain(approvalId)
  }, 10_000)
  expect((await GET(await requestBy('owner', '/api/approvals'))).status).toBe(403)
  expect((await GET(await requestBy('nobody', '/api/approvals'))).status).toBe(401)

  const own = await post({ commandId: randomUUID(), type: 'ApproveRequest', approvalId })
  expect(own.status).toBe(422)
  expect(await own.json()).toMatchObject({ type: 'urn:daybook:problem:OwnRequest' })
  const withdrawn = await post({ commandId: randomUUID(), type: 'WithdrawRequest', approvalId })
  expect(withdrawn.status).toBe(200)
  expect(await withdrawn.json()).toMatchObject({ approval: { status: 'withdrawn' } })
})

test('further pages of both lists go on where the one before ended', async () => {
  const { id } = await openAccount(PEOPLE.teller)
  const sql = openOwner()
  // Several of one moment, which their ids put in order.
  await sql`insert into approvals (aggregate_id, account_id, asked_at, changed_at, version, status,
      kind, amount, currency, asked_by, asked_by_name)
    select gen_random_uuid(), ${id}, at, at, 1, status, 'ReverseEntry', '60000.00', 'EUR', 'x', 'X'
    from generate_series(1, 60) n, unnest(array['requested', 'rejected']) status,
      lateral (select timestamptz '2026-01-01' + (n / 7) * interval '1 minute' as at) moments`
  await sql.end()
  const read = async (query: string) =>
    (await GET(await requestBy('auditor', `/api/approvals?${query}`))).json()
  const first = await read('')
  for (const [list, next] of [
    ['decided', first.nextDecided],
    ['open', first.nextOpen],
  ]) {
    expect(first[list]).toHaveLength(50)
    const second = await read(new URLSearchParams({ [list]: next }).toString())
    const lines: { approvalId: string; askedBy: { id: string } }[] = [
      ...first[list],
      ...second[list],
    ]
    expect(new Set(lines.map(({ approvalId }) => approvalId)).size).toBe(lines.length)
    expect(lines.filter(({ askedBy }) => askedBy.id === 'x')).toHaveLength(60)
  }
  const wrong = await GET(await requestBy('auditor', '/api/approvals?open=yesterday'))
  expect([wrong.status, (await wrong.json()).field]).toEqual([400, 'open'])
})
