import { exponentOf, isCurrency, placesText } from '@/domain/money/money'

/** A hint on the decimal places of a currency; nothing for an unknown currency. */
export function placesHint(currency: string): string {
  if (!isCurrency(currency)) return ''
  const places = exponentOf(currency)
  return places === 0 ? 'Whole amounts' : `Up to ${placesText(places)}`
}
