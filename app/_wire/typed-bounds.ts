import { exponentOf, isCurrency, isDecimal } from '@/domain/money/money'
import { readAmount } from '@/domain/money/read-amount'
import type { TimelineFault } from './timeline-faults'

type Query = Readonly<Record<string, string | string[] | undefined>>

/**
 * The query of a page with the bounds of its amounts as decimal texts: a form sends them as people
 * type them. What a link of the bank writes stays as it is.
 * @param currency that of the account; in the whole bank's timeline the query may name one
 */
export function withTypedBounds(
  query: Query,
  currency: string | null,
): { readonly query: Query; readonly faults: readonly TimelineFault[] } {
  const named = typeof query.currency === 'string' ? query.currency.trim() : ''
  const of = isCurrency(named) ? named : currency
  const faults: TimelineFault[] = []
  const read: Record<string, string | undefined> = {}
  for (const field of ['min', 'max']) {
    const text = query[field]
    if (typeof text !== 'string' || text.trim() === '' || isWritten(text.trim(), of)) continue
    const amounts = amountsOf(text, of)
    if (amounts.length === 1) read[field] = amounts[0]
    if (amounts.length < 2) continue
    faults.push({ field, reason: 'ambiguous', text: text.trim(), amounts })
    read[field] = undefined
  }
  return { query: { ...query, ...read }, faults }
}

/** Whether a text is a decimal text with the places of the currency, as in a link of the bank. */
function isWritten(text: string, currency: string | null): boolean {
  const [, places = ''] = text.split('.')
  return isDecimal(text) && (currency === null || places.length <= exponentOf(currency))
}

/** A currency with two places, for amounts of any currency: the list's chip shows how it was read. */
const ANY = 'EUR'

/** Every amount that a text could be. */
function amountsOf(text: string, currency: string | null): readonly string[] {
  const read = readAmount(text, currency ?? ANY)
  if (read.ok) return [read.decimal]
  return read.reason === 'ambiguous' ? read.readings : []
}
