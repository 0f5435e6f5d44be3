import 'server-only'
import { bankTimeZone } from '@/app/_server/process/settings'
import { bankHolidays } from '@/db/bank-holidays'
import { dayIn } from '@/domain/bank-account/business-day'

/** What the dates of payment orders depend on, for pages that compute them. */
export function bankCalendar(zone = bankTimeZone()): {
  readonly today: string
  readonly zone: string
  readonly holidays: readonly string[]
} {
  return { today: dayIn(zone, new Date()), zone, holidays: [...bankHolidays()] }
}
