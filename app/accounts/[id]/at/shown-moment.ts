import { isZone, wallTime } from '@/app/_time/instant'

/** The parameters of the address; a repeated one is none. */
type Texts = (name: string) => string | undefined

/** The moment that a page led from, as values of the forms. */
export type ShownMoment = {
  version: string
  date: string
  time: string
  knownDate: string
  knownTime: string
  /** The instant of the date and time. */
  instant: string | undefined
}

/** A version or an instant, with its recording clock, from the address; the others stay empty. */
export function shownMoment(text: Texts, zone: string): ShownMoment {
  const shown = text('shown') ?? ''
  const at = wallOf(shown, zone)
  const known = wallOf(text('shownKnownAt') ?? '', zone)
  return {
    version: /^v(\d{1,10})$/.exec(shown)?.[1] ?? '',
    date: at?.date ?? '',
    time: at?.time ?? '',
    knownDate: known?.date ?? '',
    knownTime: known?.time ?? '',
    instant: at ? shown : undefined,
  }
}

function wallOf(instant: string, zone: string): { date: string; time: string } | null {
  const isInstant = /^\d{4}-\d{2}-\d{2}T/.test(instant) && !Number.isNaN(Date.parse(instant))
  if (!isInstant || !isZone(zone)) return null
  const { date, time, fraction } = wallTime(instant, zone)
  return { date, time: time + fraction }
}
