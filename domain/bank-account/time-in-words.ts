import { dayInWords } from '@/domain/date-words'
import { isTimeZone } from './business-day'

/** An instant (ISO 8601) in a sentence: `27 Nov 2026, 00:00 Europe/Prague`; unknown zones as UTC. */
export function timeInWords(instant: string, timeZone: string): string {
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC'
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  })
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
  for (const { type, value } of format.formatToParts(new Date(instant))) parts[type] = value
  const { day, month, year, hour, minute } = parts
  return `${dayInWords(`${year}-${month}-${day}`)}, ${hour}:${minute} ${zone}`
}
