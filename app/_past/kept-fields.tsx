import type { Place } from '@/app/_time/moment-path'

/** Hidden fields that keep the parameters of a moment's address through a form. */
export function KeptFields(place: Partial<Omit<Place, 'segment'>>) {
  const { zone, knownAt, axis } = place
  return Object.entries({ zone, knownAt, axis }).map(
    ([name, value]) =>
      value !== undefined && <input key={name} type="hidden" name={name} value={value} />,
  )
}
