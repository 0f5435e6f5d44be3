import { isTimeZone } from '@/domain/bank-account/business-day'

/**
 * The time zone of the bank, from the environment: what `today` is for dates without a time of day.
 * @throws Error with a sentence for the person who wrote the setting
 */
export function bankZone(setting = process.env.DAYBOOK_TIME_ZONE ?? ''): string {
  const zone = setting.trim()
  if (zone === '') return 'UTC'
  if (isTimeZone(zone)) return zone
  throw new Error(
    `DAYBOOK_TIME_ZONE can’t be used. ${JSON.stringify(zone)} is not a time zone. ` +
      'Write one such as Europe/Prague or UTC.',
  )
}
