import 'server-only'
import { z } from 'zod'
import { readAccountCursor } from '@/app/_server/http/cursors'
import { readInstant } from '@/app/_server/http/instants'
import { cursorOf, limit, type ReadParams, readParams } from '@/app/_server/http/params'
import { isDay } from '@/app/_time/period'
import { instantRule } from '@/app/_wire/past-faults'
import { isCurrency } from '@/domain/money/money'
import { type DormantQuery, type InsightsQuery, readQuietCursor } from './insights'

const instant = z.string().transform((value, context) => {
  const read = readInstant(value)
  if (read.ok) return read.instant
  context.addIssue({ code: 'custom', message: instantRule(read.fault) })
  return z.NEVER
})
const past = instant.refine(value => value.getTime() <= Date.now(), {
  error: instantRule('future'),
})
const bankParams = z.strictObject({ asOf: past.exactOptional(), knownAt: past.exactOptional() })
const comparisonParams = z.strictObject({
  ...bankParams.shape,
  withAsOf: past.exactOptional(),
  withKnownAt: past.exactOptional(),
})
const bankAccountsParams = z.strictObject({
  ...bankParams.shape,
  cursor: cursorOf(readAccountCursor).exactOptional(),
  limit: limit.exactOptional(),
})

const day = z.string().refine(isDay, { error: 'must be a day such as 2026-06-30.' })
const insightsParams = z.strictObject({
  currency: z
    .string()
    .refine(isCurrency, { error: 'must be a currency such as EUR.' })
    .exactOptional(),
  by: z.enum(['day', 'week', 'month'], { error: 'must be day, week or month.' }).exactOptional(),
  from: day.exactOptional(),
  to: day.exactOptional(),
})
const dormantParams = z.strictObject({
  days: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, { error: 'must be a whole number of days from 1 to 99999.' })
    .transform(Number)
    .exactOptional(),
  cursor: cursorOf(readQuietCursor).exactOptional(),
  limit: limit.exactOptional(),
})

export function readInsightsParams(url: string): ReadParams<InsightsQuery> {
  return readParams(url, insightsParams)
}

export function readDormantParams(url: string): ReadParams<DormantQuery> {
  return readParams(url, dormantParams)
}

/** Parses the moment of a whole-bank query; absent clocks mean now. */
export function readBankParams(url: string) {
  return readParams(url, bankParams)
}

/** Parses the two moments of a whole-bank comparison; absent clocks mean now. */
export function readComparisonParams(url: string) {
  return readParams(url, comparisonParams)
}

export function readBankAccountsParams(url: string) {
  return readParams(url, bankAccountsParams)
}
