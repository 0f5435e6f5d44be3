/** An instant in one zone's local time, in parts as ISO 8601 writes them. */
export type WallTime = {
  /** `2026-06-30` */
  readonly date: string
  /** `14:03:22` */
  readonly time: string
  /** `.118` */
  readonly fraction: string
  /** `+02:00`, or `UTC` */
  readonly offset: string
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The most zones whose formatters are cached; a page needs one or two. */
const FORMATS_MAX = 50

function formatIn(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  if (formats.size >= FORMATS_MAX) formats.clear()
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    timeZoneName: 'longOffset',
  })
  formats.set(zone, format)
  return format
}

/** Whether `zone` is a time zone that this machine knows, such as `Europe/Prague`. */
export function isZone(zone: string): boolean {
  if (zone === '' || zone.length > 64) return false
  try {
    formatIn(zone)
    return true
  } catch {
    return false
  }
}

const times = new Map<string, WallTime>()

/** The most local times that are remembered; a page shows each of its instants several times. */
const TIMES_MAX = 1000

/** The local time in `zone` at an instant, which is ISO 8601 text in UTC. */
export function wallTime(instant: string, zone: string): WallTime {
  const key = `${instant} ${zone}`
  const known = times.get(key)
  if (known) return known
  if (times.size >= TIMES_MAX) times.clear()
  const time = wallTimeAt(new Date(instant), zone)
  times.set(key, time)
  return time
}

function wallTimeAt(date: Date, zone: string): WallTime {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
  for (const { type, value } of formatIn(zone).formatToParts(date)) parts[type] = value
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts
  return {
    date: `${year.padStart(4, '0')}-${month}-${day}`,
    time: `${hour}:${minute}:${second}`,
    fraction: `.${parts.fractionalSecond ?? '000'}`,
    offset: offsetOf(parts.timeZoneName ?? ''),
  }
}

/** Engines write Greenwich as `GMT` or `GMT+00:00`; pages must not depend on which. */
function offsetOf(name: string): string {
  const offset = name.replace('GMT', '')
  return offset === '' || offset === '+00:00' ? 'UTC' : offset
}

/**
 * An exact instant in one line with its zone, for details and tooltips:
 * `2026-06-30 14:03:22.118 +02:00 Europe/Prague`.
 */
export function exactTime(instant: string, zone: string): string {
  const { date, time, fraction, offset } = wallTime(instant, zone)
  return `${date} ${time}${fraction} ${offset === zone ? zone : `${offset} ${zone}`}`
}
