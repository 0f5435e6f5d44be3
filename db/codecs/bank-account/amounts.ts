import { z } from 'zod'
import { AMOUNT_LENGTH_MAX, formatAmount, isCurrency, parseAmount } from '@/domain/money/money'
import { type Data, UnreadableEvent } from '../codec'

export const currency = z.string().refine(isCurrency, 'is not a currency of this bank')

/** An amount in the stored form: a decimal text beside its currency. */
export const decimal = z.string().max(AMOUNT_LENGTH_MAX)

/** The amount of a stored text in minor units. */
export function minorOf(text: string, currency: string): bigint {
  const parsed = parseAmount(text, currency)
  if (!parsed.ok)
    throw new UnreadableEvent(`The log holds ${text}, which is not an amount in ${currency}`)
  return parsed.minor
}

/**
 * The schema of an event that has amounts, from the stored form to the fields of the domain.
 * @param fields the fields in the domain, `currency` among them
 * @param amounts the names of the amounts
 */
export function withAmounts(
  fields: z.ZodObject,
  amounts: readonly string[],
): z.ZodType<object, Data> {
  const texts = amounts.map(name => [name, decimal])
  const stored: z.ZodObject = fields.extend(Object.fromEntries(texts))
  return z.codec(stored, fields, {
    decode: data => mapped(data, amounts, text => minorOf(String(text), String(data.currency))),
    encode: data =>
      mapped(data, amounts, minor => formatAmount(minor as bigint, String(data.currency))),
  })
}

function mapped(data: Data, names: readonly string[], change: (value: unknown) => unknown): Data {
  const changed = names.map(name => [name, change(data[name])])
  return { ...data, ...Object.fromEntries(changed) }
}
