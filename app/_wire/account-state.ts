import { type Account, NO_TERMS, type Terms } from '@/domain/bank-account/bank-account'
import { dayIn } from '@/domain/bank-account/business-day'
import { parseAmount } from '@/domain/money/money'
import type { AccountJson, LimitsJson } from './types'

/**
 * The state of an account that JSON shows, so that a browser can decide a command as the bank will.
 * Null for amounts that can't be read.
 * @param at the moment that the JSON is of
 */
export function accountOfJson(json: AccountJson, at: Date): Account | null {
  const { id, owner, currency, reference, status } = json
  const minor = (text: string) => minorOf(text, currency)
  try {
    return {
      status: status === 'closed' ? status : 'open',
      accountId: id,
      owner,
      currency,
      balance: minor(json.balance),
      reference,
      customerId: null,
      secondCustomer: null,
      terms: {
        ...NO_TERMS,
        overdraftLimit: minor(json.overdraftLimit),
        holds: json.holds.map(hold => ({ ...hold, amount: minor(hold.amount) })),
        freeze: json.freeze,
        ...(json.limits && limitsOf(json.limits, currency, at)),
      },
    }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function limitsOf(
  { perMovement, perDay, timeZone, leftToday }: LimitsJson,
  currency: string,
  at: Date,
): Pick<Terms, 'limits' | 'spent'> {
  const minor = (text: string | null) => (text === null ? null : minorOf(text, currency))
  const [daily, left] = [minor(perDay), minor(leftToday)]
  const limits = { perMovement: minor(perMovement), perDay: daily, timeZone }
  const isCounted = daily !== null && left !== null
  return { limits, spent: isCounted ? { day: dayIn(timeZone, at), amount: daily - left } : null }
}

/** @throws RangeError */
function minorOf(text: string, currency: string): bigint {
  const parsed = parseAmount(text, currency)
  if (!parsed.ok) throw new RangeError(`${text} is not an amount in ${currency}`)
  return parsed.minor
}
