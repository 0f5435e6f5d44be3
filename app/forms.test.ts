import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { getAccount } from '@/app/_server/accounts/accounts'
import { dispatch } from '@/app/_server/commands/commands'
import {
  cookieOf,
  letPeopleIn,
  movement,
  openAccount,
  openTestBank,
  PEOPLE,
  sendAccepted,
} from '@/app/_server/testing/bank'

const asked = vi.hoisted(() => ({ cookie: '' }))
vi.mock('next/headers', () => ({
  headers: async () => new Headers({ cookie: asked.cookie }),
  cookies: async () => ({ get: () => undefined }),
}))
vi.mock('next/navigation', () => ({
  RedirectType: { replace: 'replace' },
  redirect(to: string) {
    throw new Error(`The form leads to ${to}`)
  },
}))
vi.mock('next/cache', () => ({ refresh() {} }))

const { deposit, withdraw } = await import('@/app/accounts/[id]/actions')
const { settleHold } = await import('@/app/accounts/[id]/holds/actions')
const { setLimits, setOverdraftLimit } = await import('@/app/accounts/[id]/limits/actions')
const { openAccount: openByForm } = await import('@/app/accounts/new/actions')

let close: () => Promise<void>
beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
  asked.cookie = await cookieOf('teller')
})
afterAll(async () => close())
afterEach(() => vi.unstubAllEnvs())

const { teller } = PEOPLE
const NOTHING = { amount: '', note: '', counter: '', earlier: '', date: '', time: '', zone: 'UTC' }

function formOf(texts: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, text] of Object.entries({ commandId: crypto.randomUUID(), ...texts })) {
    form.set(name, text)
  }
  return form
}

/** Sends the form of a deposit or withdrawal. */
function move(action: typeof deposit, accountId: string, texts: Record<string, string>) {
  const previous = { commandId: '', values: NOTHING, refusal: null, accepted: null, review: null }
  return action(previous, formOf({ accountId, ...NOTHING, ...texts }))
}

const balanceOf = async (id: string) => (await getAccount(teller, id))?.balance

describe('the form of a movement', () => {
  test.each([
    ['1 234,50', 'EUR', '1334.50'],
    ["1'234.50", 'EUR', '1334.50'],
    ['€1,234.5', 'EUR', '1334.50'],
    ['1,234', 'EUR', '1334.00'],
  ])('reads “%s” %s as people mean it', async (amount, currency, balance) => {
    const { id } = await openAccount(teller, { currency })
    const state = await move(deposit, id, { amount })
    expect(state.accepted?.account.balance).toBe(balance)
  })

  test('names both amounts that a text could be, and keeps what was typed', async () => {
    const { id } = await openAccount(teller, { currency: 'KWD', openingBalance: '5.000' })
    const state = await move(deposit, id, { amount: '1,234', note: 'Kept' })
    expect(state).toMatchObject({ values: { amount: '1,234', note: 'Kept' }, accepted: null })
    expect(state.refusal).toMatchObject({ field: 'amount' })
    expect(state.refusal?.sentence).toMatch(/could be 1\.234 KWD or 1,234\.000 KWD/)
    expect(await balanceOf(id)).toBe('5.000')
  })

  test('is stricter for programs', async () => {
    const { id } = await openAccount(teller)
    for (const amount of ['1,234', '1 234', '€5', '5 EUR', '.5', '٣']) {
      expect(await dispatch(teller, movement('Deposit', id, amount)), amount).toMatchObject({
        outcome: 'refused',
        problem: { status: 400, field: 'amount' },
      })
    }
    expect(await balanceOf(id)).toBe('100.00')
  })

  test('reviews what is large, by default and by the setting', async () => {
    const { id } = await openAccount(teller)
    expect(await move(deposit, id, { amount: '9999.99' })).toMatchObject({ review: null })
    const large = await move(deposit, id, { amount: '10 000', note: 'Sale' })
    expect(large.review).toEqual({ amount: '10000.00', occurredAt: null })
    expect(large.values).toMatchObject({ amount: '10 000', note: 'Sale' })
    expect(await balanceOf(id)).toBe('10099.99')
    vi.stubEnv('DAYBOOK_REVIEW_FROM', 'EUR:50')
    expect(await move(withdraw, id, { amount: '50' })).toMatchObject({ review: {} })
    expect(await move(withdraw, id, { amount: '49.99' })).toMatchObject({ accepted: {} })
  })

  test('does once what is sent twice from its review, and leads to the receipt', async () => {
    const { id } = await openAccount(teller)
    const commandId = crypto.randomUUID()
    const send = () => move(deposit, id, { amount: '20.000,00', step: 'send', commandId })
    const receipt = `The form leads to /accounts/${id}/receipts/${commandId}`
    await expect(send()).rejects.toThrow(receipt)
    await expect(send()).rejects.toThrow(receipt)
    expect(await balanceOf(id)).toBe('20100.00')
  })

  test('goes back with what was typed and the same command id', async () => {
    const { id } = await openAccount(teller)
    const commandId = crypto.randomUUID()
    const state = await move(deposit, id, { amount: '20.000,00', step: 'edit', commandId })
    expect(state).toMatchObject({ commandId, values: { amount: '20.000,00' }, review: null })
  })

  test('never posts as of now what was to have an earlier date', async () => {
    const { id, openedAt } = await openAccount(teller)
    const late = { amount: '5', earlier: 'yes' }
    for (const [texts, field] of [
      [{}, 'date'],
      [{ time: '14:03' }, 'date'],
      [{ date: '2026-11-10' }, 'time'],
      [{ date: '2026-11-10', time: 'noon' }, 'time'],
      [{ date: '2999-11-10', time: '14:03' }, 'date'],
      [{ date: '1999-11-10', time: '14:03' }, 'date'],
    ] as const) {
      const state = await move(deposit, id, { ...late, ...texts })
      expect(state, JSON.stringify(texts)).toMatchObject({ refusal: { field }, accepted: null })
      expect(state.values).toMatchObject({ earlier: 'yes', ...texts })
    }
    const then = { date: openedAt.slice(0, 10), time: openedAt.slice(11, 23) }
    const state = await move(deposit, id, { ...late, ...then })
    expect(state.review).toEqual({ amount: '5.00', occurredAt: openedAt })
    expect(await balanceOf(id)).toBe('100.00')
    await expect(move(deposit, id, { ...late, ...then, step: 'send' })).rejects.toThrow(/receipts/)
    expect(await balanceOf(id)).toBe('105.00')
  })
})

describe('the form of an opening', () => {
  const opening = { owner: 'Jana', currency: 'EUR', reference: '', customerEmail: '' }
  const open = (texts: Record<string, string>) => {
    const values = { ...opening, openingBalance: '' }
    const previous = { commandId: '', values, refusal: null, accepted: null, review: null }
    return openByForm(previous, formOf({ ...values, ...texts }))
  }

  test('reviews its amount, but opens at zero at once', async () => {
    expect(await open({ openingBalance: '1.250,5' })).toMatchObject({
      review: { amount: '1250.50' },
      values: { openingBalance: '1.250,5' },
    })
    await expect(open({ openingBalance: '0,00' })).rejects.toThrow(/leads to \/accounts\//)
    await expect(open({ openingBalance: '1.250,5', step: 'send' })).rejects.toThrow(/leads to/)
  })

  test.each([
    ['1,234', 'KWD', 'openingBalance'],
    ['-5', 'EUR', 'openingBalance'],
    ['5', 'HRK', 'currency'],
  ])('refuses “%s” %s beside its field', async (openingBalance, currency, field) => {
    expect(await open({ openingBalance, currency })).toMatchObject({ refusal: { field } })
  })
})

describe('the forms of the staff', () => {
  const STATE = { commandId: '', refusal: null, accepted: null, review: null }

  test('read limits as typed, and an empty one as none', async () => {
    const { id: accountId } = await openAccount(teller)
    const values = { limit: '1.500,00' }
    await setOverdraftLimit({ ...STATE, values }, formOf({ accountId, ...values }))
    const typed = { perMovement: '', perDay: '3 000', zone: 'UTC' }
    await setLimits({ ...STATE, values: typed }, formOf({ accountId, ...typed }))
    expect(await getAccount(teller, accountId)).toMatchObject({
      overdraftLimit: '1500.00',
      limits: { perMovement: null, perDay: '3000.00' },
    })
    const two = { ...typed, perDay: '5 USD' }
    expect(await setLimits({ ...STATE, values: two }, formOf({ accountId, ...two }))).toMatchObject(
      { refusal: { field: 'perDay', sentence: 'Enter an amount in EUR.' } },
    )
  })

  test('review large captures, whole or in part, and do others at once', async () => {
    const { id: accountId } = await openAccount(teller, { openingBalance: '50000.00' })
    const expiresAt = '2999-01-01T00:00:00Z'
    const hold = { type: 'PlaceHold', amount: '20000.00', expiresAt } as const
    const { account } = await sendAccepted(teller, accountId, hold)
    const holdId = account.holds[0]?.holdId ?? ''
    const settle = (texts: Record<string, string>) => {
      const values = { holdId, amount: '', what: 'capture' }
      return settleHold({ ...STATE, values }, formOf({ accountId, ...values, ...texts }))
    }
    expect(await settle({})).toMatchObject({ review: { amount: '20000.00' } })
    expect(await settle({ amount: '10 000' })).toMatchObject({ review: { amount: '10000.00' } })
    expect(await settle({ amount: '20 001' })).toMatchObject({ refusal: { field: 'amount' } })
    expect(await balanceOf(accountId)).toBe('50000.00')
    expect(await settle({ amount: '5.000,50' })).toMatchObject({ review: null, accepted: {} })
    expect(await settle({ amount: '10 000', step: 'send' })).toMatchObject({ accepted: {} })
    expect(await balanceOf(accountId)).toBe('34999.50')
    expect(await settle({ what: 'release' })).toMatchObject({ review: null, accepted: {} })
  })
})
