import { printable } from '@/domain/text/printable'
import { type Currency, isCurrency, parseAmount } from './money'

/** What is large in currencies that the setting doesn't name: 10,000.00 EUR, 1,000,000 JPY, 1,000.000 KWD. */
export const LARGE_MINOR = 1_000_000n

/** From which amount on two people are needed in other currencies: 50,000.00 EUR, 5,000,000 JPY. */
export const APPROVED_MINOR = 5_000_000n

/** From which amount on the sender proves again who they are: 100,000.00 EUR, 10,000,000 JPY. */
export const CONFIRMED_MINOR = 10_000_000n

/** From which amount on, in minor units, a movement is large. */
export type LargeAmounts = ReadonlyMap<Currency, bigint>

export type LargeAmountsSetting =
  | { readonly ok: true; readonly amounts: LargeAmounts }
  | { readonly ok: false; readonly sentence: string }

/** Reads a text such as `EUR:5000,JPY:500000`: a currency and its amount, with commas between. */
export function parseLargeAmounts(setting: string): LargeAmountsSetting {
  const amounts = new Map<Currency, bigint>()
  for (const text of setting.trim() === '' ? [] : setting.split(',')) {
    const [code = '', amount = '', more] = text.trim().split(':')
    const parsed = more === undefined && isCurrency(code) ? parseAmount(amount, code) : null
    if (!parsed?.ok || parsed.minor <= 0n) {
      const sentence = `“${printable(text.trim(), 40)}” is not an amount. Use a currency and an amount above zero, such as EUR:5000.`
      return { ok: false, sentence }
    }
    if (amounts.has(code)) return { ok: false, sentence: `${code} is given twice.` }
    amounts.set(code, parsed.minor)
  }
  return { ok: true, amounts }
}

/** Whether an amount in minor units is large, so that it is reviewed before it is done. */
export function isLarge(minor: bigint, currency: Currency, amounts: LargeAmounts): boolean {
  return minor >= (amounts.get(currency) ?? LARGE_MINOR)
}

/** Whether an amount in minor units needs a second member of the staff. */
export function needsApproval(minor: bigint, currency: Currency, from: LargeAmounts): boolean {
  return minor >= (from.get(currency) ?? APPROVED_MINOR)
}

/** Whether whoever moves an amount in minor units proves again who they are. */
export function needsConfirmation(minor: bigint, currency: Currency, from: LargeAmounts): boolean {
  return minor >= (from.get(currency) ?? CONFIRMED_MINOR)
}
