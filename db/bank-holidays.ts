import { isDate } from '@/domain/event-sourcing/calendar-date'
import type { Holidays } from '@/domain/payment-order/schedule'

/**
 * The bank holidays, from the environment: dates such as `2026-12-24,2026-12-25`. Saturdays and
 * Sundays are no business days anyway.
 * @throws Error with a sentence for the person who wrote the setting
 */
export function bankHolidays(setting = process.env.DAYBOOK_HOLIDAYS ?? ''): Holidays {
  const dates = setting.split(/[\s,]+/).filter(text => text !== '')
  const wrong = dates.find(text => !isDate(text))
  if (wrong === undefined) return new Set(dates)
  throw new Error(
    `DAYBOOK_HOLIDAYS can’t be used. ${JSON.stringify(wrong.slice(0, 40))} is not a date. ` +
      'Write dates such as 2026-12-24,2026-12-25.',
  )
}
