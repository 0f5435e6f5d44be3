import type { NamedMoment } from '@/app/_past/moment-words'
import type { Kept } from '@/app/_time/moment-path'

/** The page that asks for a moment, with this one in its forms. */
export function pathOfChoice(id: string, moment: NamedMoment, { zone, axis }: Kept): string {
  const { event, asOf, knownAt } = moment
  const shown = event ? `v${event.version}` : (asOf ?? '')
  const query = Object.entries({ shown, shownKnownAt: knownAt, zone, axis }).flatMap(
    ([name, value]) => (value ? [`${name}=${encodeURIComponent(value)}`] : []),
  )
  return `/accounts/${id}/at${query.length > 0 ? `?${query.join('&')}` : ''}`
}
