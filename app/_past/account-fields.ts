import { timeInWords } from '@/app/_time/written'
import { fieldName, statusWord } from '@/app/_ui/account-words'
import { amountText } from '@/app/_ui/amount'
import { rightsWord, stoppedWord } from '@/app/_ui/event-words'
import type { AccountJson, StateJson } from '@/app/_wire/types'
import { minorOf } from '@/domain/money/decimals'
import { formatAmount, isZero } from '@/domain/money/money'
import type { FieldPair } from './changes'

/** A field of an account in words. */
export type AccountField = {
  readonly key: string
  readonly name: string
  readonly value: string
  /** The value as a decimal text in `currency`, if it is an amount. */
  readonly amount?: { readonly decimal: string; readonly currency: string }
  /** It says nothing that the others don't: nothing is held, or all of the balance is available. */
  readonly isPlain: boolean
}

type Reader = {
  readonly zone: string
  /** The names of customers by user id, for those who may know them. */
  readonly people: Readonly<Record<string, string>>
}

/** What can change about an account, in words; what isn't there is left out. */
export function accountFields(state: StateJson, { zone, people }: Reader): AccountField[] {
  // An account's state as the server shows it; before the account there is only the status.
  const account = state as Partial<AccountJson> & Customers
  const { currency = '', limits, freeze, customerId, secondCustomer } = account
  const fields: AccountField[] = []
  const add = (key: string, value: string | null | undefined, isPlain = false) => {
    if (value !== null && value !== undefined) {
      fields.push({ key, name: fieldName(key), value, isPlain })
    }
  }
  const none = (text: string | undefined) => isZero(text ?? '')
  const amount = (text: string | null | undefined) => (text ? amountText(text, currency) : null)
  const addAmount = (key: string, decimal: string | null | undefined, isPlain = false) => {
    if (!decimal) return
    const value = amountText(decimal, currency)
    fields.push({ key, name: fieldName(key), value, amount: { decimal, currency }, isPlain })
  }
  add('status', account.status && statusWord(account.status))
  add('freeze', freeze && `${stoppedWord(freeze.scope)}: ${freeze.reason}`)
  add('owner', account.owner)
  add('reference', account.reference)
  add('customerId', customerId && (people[customerId] ?? customerId))
  add('secondCustomer', secondCustomer && secondWords(secondCustomer, people))
  add('currency', account.currency)
  addAmount('balance', account.balance)
  addAmount('available', account.available, account.available === account.balance)
  addAmount('held', account.held, none(account.held))
  addAmount('overdraftLimit', account.overdraftLimit, none(account.overdraftLimit))
  addAmount('perMovement', limits?.perMovement)
  add('perDay', limits?.perDay && `${amount(limits.perDay)}, ${limits.timeZone}`)
  addAmount('leftToday', limits?.leftToday)
  for (const { holdId, amount: held, note, expiresAt } of account.holds ?? []) {
    const value = `${amount(held)}, expires ${timeInWords(expiresAt, zone)}`
    fields.push({ key: holdId, name: note ? `Hold, ${note}` : 'Hold', value, isPlain: false })
  }
  return fields
}

type Second = { customerId: string; rights: string }
type Customers = { customerId?: string | null; secondCustomer?: Second | null }

function secondWords({ customerId, rights }: Second, people: Reader['people']): string {
  return `${people[customerId] ?? customerId}, ${rightsWord(rights)}`
}

/** The fields of two states of an account side by side, without those that are plain in both. */
export function pairsOf(
  before: readonly AccountField[],
  after: readonly AccountField[],
): FieldPair[] {
  const was = new Map(before.map(field => [field.key, field]))
  const is = new Map(after.map(field => [field.key, field]))
  // A hold that is over stays last; every other field has its place in the later state.
  const gone = before.filter(({ key }) => !is.has(key))
  return [...after, ...gone].flatMap(({ key, name }) => {
    const [one, other] = [was.get(key), is.get(key)]
    if ((one?.isPlain ?? true) && (other?.isPlain ?? true)) return []
    const change = changeOf(one?.amount, other?.amount)
    return [{ key, name, before: one?.value ?? null, after: other?.value ?? null, change }]
  })
}

/** The later amount minus the earlier, in words with its sign; what was not there yet was zero. */
function changeOf(before: AccountField['amount'], after: AccountField['amount']): string | null {
  const currency = (after ?? before)?.currency
  if (currency === undefined) return null
  const change = minorOf(after?.decimal ?? '0') - minorOf(before?.decimal ?? '0')
  if (change === 0n) return null
  return `${change > 0n ? '+' : ''}${amountText(formatAmount(change, currency), currency)}`
}
