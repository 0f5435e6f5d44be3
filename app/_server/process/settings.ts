import 'server-only'
import type { Role } from '@/app/_wire/types'
import { bankZone } from '@/db/bank-zone'
import { type LargeAmounts, parseLargeAmounts } from '@/domain/money/large-amounts'
import { RETRIES_MS } from '@/domain/payment-order/payments'
import { readSecondFactor } from './second-factor.mjs'
import { readSessionTimes, type SessionTimes } from './session-times.mjs'

/**
 * Whether customers deposit and withdraw cash by themselves (`DAYBOOK_SELF_SERVICE`): by default in
 * the demo bank only. Elsewhere cash is for tellers.
 */
export function isSelfService(): boolean {
  const { DAYBOOK_SELF_SERVICE: asked, DAYBOOK_DEMO: demo } = process.env
  return asked === undefined || asked === '' ? demo !== 'off' : asked === 'on'
}

/**
 * From which amounts on deposits, withdrawals and captures are reviewed before they are done
 * (`DAYBOOK_REVIEW_FROM`). Reads amounts of own units, so those are configured before.
 * @throws Error with a sentence for the person who wrote the setting
 */
export function largeAmounts(setting = process.env.DAYBOOK_REVIEW_FROM ?? ''): LargeAmounts {
  return amountsIn('DAYBOOK_REVIEW_FROM', setting)
}

/**
 * From which amounts on reversals and late postings need a second member of the staff
 * (`DAYBOOK_APPROVE_FROM`).
 * @throws Error with a sentence for the person who wrote the setting
 */
export function approvedAmounts(setting = process.env.DAYBOOK_APPROVE_FROM ?? ''): LargeAmounts {
  return amountsIn('DAYBOOK_APPROVE_FROM', setting)
}

/**
 * From which sum on what one member of staff does alone on one account within a day needs a second one
 * (`DAYBOOK_APPROVE_DAY_FROM`); in units that it doesn't name, from the amount for one command.
 * @throws Error with a sentence for the person who wrote the setting
 */
export function approvedDaySums(
  setting = process.env.DAYBOOK_APPROVE_DAY_FROM ?? '',
): LargeAmounts {
  return new Map([...approvedAmounts(), ...amountsIn('DAYBOOK_APPROVE_DAY_FROM', setting)])
}

/**
 * From which amounts on transfers, and approvals of what others asked for, are done only by somebody
 * who proved lately who they are (`DAYBOOK_CONFIRM_FROM`).
 * @throws Error with a sentence for the person who wrote the setting
 */
export function confirmedAmounts(setting = process.env.DAYBOOK_CONFIRM_FROM ?? ''): LargeAmounts {
  return amountsIn('DAYBOOK_CONFIRM_FROM', setting)
}

/**
 * From which sum of transfers within a day on, sent without a proof, the next takes one
 * (`DAYBOOK_CONFIRM_DAY_FROM`); in units that it doesn't name, from the amount for one transfer.
 * @throws Error with a sentence for the person who wrote the setting
 */
export function confirmedDaySums(
  setting = process.env.DAYBOOK_CONFIRM_DAY_FROM ?? '',
): LargeAmounts {
  return new Map([...confirmedAmounts(), ...amountsIn('DAYBOOK_CONFIRM_DAY_FROM', setting)])
}

function amountsIn(name: string, setting: string): LargeAmounts {
  const read = parseLargeAmounts(setting)
  if (!read.ok) throw new Error(`${name} can’t be used. ${read.sentence}`)
  return read.amounts
}

/** The time zone of the bank (`DAYBOOK_TIME_ZONE`). */
export function bankTimeZone(): string {
  return bankZone()
}

const MINUTE_MS = 60_000

/**
 * How long after each failure a payment of an order is tried again (`DAYBOOK_RETRY_MINUTES`, such as
 * `60,360,1440`); after the last one it is given up.
 * @throws Error with a sentence for the person who wrote the setting
 */
export function retriesMs(setting = process.env.DAYBOOK_RETRY_MINUTES ?? ''): readonly number[] {
  if (setting === '') return RETRIES_MS
  const minutes = setting.split(',').map(one => one.trim())
  if (minutes.length <= 10 && minutes.every(one => /^\d{1,5}(\.\d{1,2})?$/.test(one))) {
    return minutes.map(one => Math.round(Number(one) * MINUTE_MS))
  }
  throw new Error(
    `DAYBOOK_RETRY_MINUTES is “${setting}”. It must be minutes, ten at most, such as 60,360,1440.`,
  )
}

/** The shortest time for which the access log is kept, in days; the database keeps it too. */
const ACCESS_DAYS_MIN = 30

/**
 * For how many days entries of the access log are kept (`DAYBOOK_ACCESS_LOG_DAYS`).
 * @throws Error with a sentence for the person who wrote the setting
 */
export function accessLogDays(setting = process.env.DAYBOOK_ACCESS_LOG_DAYS ?? ''): number {
  const days = setting === '' ? 400 : Number(setting)
  if (/^\d{0,5}$/.test(setting) && days >= ACCESS_DAYS_MIN) return days
  throw new Error(
    `DAYBOOK_ACCESS_LOG_DAYS is “${setting}”. It must be a whole number of days, ${ACCESS_DAYS_MIN} or more.`,
  )
}

/** Whether a second factor is required of a role. */
export function isFactorRequired(role: Role): boolean {
  return role !== 'customer' && readSecondFactor(process.env) === 'staff'
}

/** The times of sessions. @throws Error with a sentence for the person who wrote the setting */
export function sessionTimes(): SessionTimes {
  return readSessionTimes(process.env)
}

/** Four files of the write-ahead log: with less free, PostgreSQL may stop altogether. */
const DISK_FREE_MIB = 64

/**
 * How much of the database's disk must be free, in mebibytes (`DAYBOOK_DISK_FREE_MIB`).
 * @throws Error with a sentence for the person who wrote the setting
 */
export function diskFreeMib(setting = process.env.DAYBOOK_DISK_FREE_MIB ?? ''): number {
  if (/^\d{0,7}$/.test(setting)) return setting === '' ? DISK_FREE_MIB : Number(setting)
  throw new Error(
    `DAYBOOK_DISK_FREE_MIB is “${setting}”. It must be a whole number of mebibytes, such as ${DISK_FREE_MIB}.`,
  )
}
