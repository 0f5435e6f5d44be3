import { isCurrency } from '@/domain/money/money'
import { readAmount, unreadSentence } from '@/domain/money/read-amount'

/**
 * The amount in a form's field as commands write it, or why it is none. A text that the rules refuse
 * goes on as it is, so that they say why.
 */
export function askedAmount<Field extends string>(
  field: Field,
  text: string,
  currency: string,
): { readonly amount: string } | { readonly field: Field; readonly sentence: string } {
  if (!isCurrency(currency)) return { amount: text.trim() }
  const read = readAmount(text, currency)
  if (read.ok) return { amount: read.decimal }
  const sentence = unreadSentence(text, read, currency)
  return sentence === null ? { amount: text.trim() } : { field, sentence }
}
