import { z } from 'zod'
import { NO_TERMS, type Terms } from '@/domain/bank-account/bank-account'
import { formatAmount } from '@/domain/money/money'
import type { Data } from '../codec'
import { decimal, minorOf } from './amounts'

/** The stored form of an account's terms: what nobody has set is absent. */
export const termsJson = z.object({
  overdraftLimit: decimal.optional(),
  holds: z
    .array(
      z.object({
        holdId: z.string(),
        amount: decimal,
        expiresAt: z.string(),
        note: z.string().nullable(),
      }),
    )
    .optional(),
  endedHolds: z
    .array(z.object({ holdId: z.string(), how: z.enum(['captured', 'released', 'expired']) }))
    .optional(),
  freeze: z.object({ scope: z.enum(['debits', 'credits', 'all']), reason: z.string() }).optional(),
  limits: z
    .object({
      perMovement: decimal.nullable(),
      perDay: decimal.nullable(),
      timeZone: z.string(),
    })
    .optional(),
  spent: z.object({ day: z.string(), amount: decimal }).optional(),
})

/** Undefined for `NO_TERMS`, as of nearly every account. */
export function encodeTerms(terms: Terms, currency: string): Data | undefined {
  if (terms === NO_TERMS) return undefined
  const { overdraftLimit, holds, endedHolds, freeze, limits, spent } = terms
  const text = (minor: bigint) => formatAmount(minor, currency)
  const data = {
    ...(overdraftLimit !== 0n && { overdraftLimit: text(overdraftLimit) }),
    ...(holds.length > 0 && { holds: holds.map(one => ({ ...one, amount: text(one.amount) })) }),
    ...(endedHolds.length > 0 && { endedHolds }),
    ...(freeze && { freeze }),
    ...(limits && {
      limits: mapLimits(limits, text),
    }),
    ...(spent && { spent: mapSpent(spent, text) }),
  }
  return Object.keys(data).length > 0 ? data : undefined
}

/** @throws UnreadableEvent for an amount that is none of the currency */
export function decodeTerms(json: z.infer<typeof termsJson> | undefined, currency: string): Terms {
  if (!json) return NO_TERMS
  const minor = (text: string) => minorOf(text, currency)
  const { overdraftLimit, holds = [], endedHolds = [], freeze = null, limits, spent } = json
  return {
    overdraftLimit: overdraftLimit === undefined ? 0n : minor(overdraftLimit),
    holds: holds.map(one => ({ ...one, amount: minor(one.amount) })),
    endedHolds,
    freeze,
    limits: limits ? mapLimits(limits, minor) : null,
    spent: spent ? mapSpent(spent, minor) : null,
  }
}

/** Limits with their amounts in another form; null, no limit, stays. */
export function mapLimits<From, To>(
  { perMovement, perDay, timeZone }: LimitsOf<From>,
  change: (amount: From) => To,
): LimitsOf<To> {
  return {
    perMovement: perMovement === null ? null : change(perMovement),
    perDay: perDay === null ? null : change(perDay),
    timeZone,
  }
}

type LimitsOf<Amount> = {
  readonly perMovement: Amount | null
  readonly perDay: Amount | null
  readonly timeZone: string
}

export function mapSpent<From, To>(
  { day, amount }: { readonly day: string; readonly amount: From },
  change: (amount: From) => To,
): { day: string; amount: To } {
  return { day, amount: change(amount) }
}
