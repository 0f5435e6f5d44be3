import { exponentOf } from '@/domain/money'

/** How exact an amount in a currency can be, as a hint. */
export function placesHint(currency: string): string {
  const places = exponentOf(currency)
  return places === 0 ? 'Whole amounts' : `Up to ${places} decimal places`
}
