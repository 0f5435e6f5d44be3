import { exponentOf, isCurrency } from '@/domain/money/money'

/** How exact an amount in a currency can be, as a hint; nothing for what is no currency. */
export function placesHint(currency: string): string {
  if (!isCurrency(currency)) return ''
  const places = exponentOf(currency)
  return places === 0 ? 'Whole amounts' : `Up to ${places} decimal places`
}
