import 'server-only'
import { bank } from '@/app/_server/process/bank'
import type { AccountJson } from '@/app/_wire/types'
import { openingDates } from '@/db/accounts/opening-dates'
import { instantOfDate } from '@/domain/event-sourcing/calendar-date'

/** Adds to accounts that were opened on a calendar date, without a time of day, that date. */
export async function withOpenedOn(accounts: readonly AccountJson[]): Promise<AccountJson[]> {
  // Only few accounts are opened at that millisecond; the log tells which of them have a date.
  const asked = accounts.filter(({ openedAt }) => isOfDate(openedAt)).map(({ id }) => id)
  if (asked.length === 0) return [...accounts]
  const dates = await openingDates(bank().db, asked)
  return accounts.map(account => {
    const openedOn = dates.get(account.id)
    return openedOn === undefined ? account : { ...account, openedOn }
  })
}

function isOfDate(instant: string): boolean {
  return instantOfDate(instant.slice(0, 10)).toISOString() === instant
}
