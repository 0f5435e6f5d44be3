import 'server-only'
import { z } from 'zod'
import { pageRule } from '@/app/_wire/past-faults'
import type { Moment, Problem } from '@/app/_wire/types'
import { isLonger } from '@/domain/text/clean'
import { hasControls, printable } from '@/domain/text/printable'
import { readAccountCursor } from './cursors'
import { inputProblem } from './problems'

/** The maximum and the default size of a page of a list. */
export const PAGE_LIMIT_MAX = 200
export const PAGE_LIMIT_DEFAULT = 50

/** The parameters of a list of accounts; an invalid cursor starts at the beginning. */
export type AccountsQuery = { q?: string; reference?: string; cursor?: string; limit?: number }

/** An invalid parameter; `expected` follows its name and ends a sentence. */
export type ParamFault = { readonly field: string; readonly expected: string }

/** Parsed parameters, or the fault, which a page words itself. */
export type ReadParams<T> =
  | { ok: true; params: T }
  | { ok: false; problem: Problem; fault?: ParamFault }

/** What is searched for. */
export const sought = z
  .string()
  .refine(text => !isLonger(text, 200), { error: 'can have at most 200 characters.' })
  .refine(text => !hasControls(text), { error: 'contains control characters.' })
/** The size of a page of a list. */
export const limit = z
  .string()
  .refine(value => /^[1-9]\d{0,3}$/.test(value) && Number(value) <= PAGE_LIMIT_MAX, {
    error: `must be a whole number from 1 to ${PAGE_LIMIT_MAX}.`,
  })
  .transform(Number)
/** A cursor that `read` can decode. */
export const cursorOf = (read: (text: string) => unknown) =>
  z.string().refine(value => read(value) !== null, {
    error: 'must be the nextCursor of the previous page.',
  })
/** A version of an account, or a sequence number of an event. */
export const version = z
  .string({ error: 'must be a whole number from 1.' })
  .regex(/^[1-9]\d{0,8}$/, { error: 'must be a whole number from 1.' })
  .transform(Number)

const accountsParams = z.strictObject({
  q: sought.exactOptional(),
  reference: sought.exactOptional(),
  cursor: cursorOf(readAccountCursor).exactOptional(),
  limit: limit.exactOptional(),
})
const momentParams = z.strictObject({
  asOf: z.string().exactOptional(),
  knownAt: z.string().exactOptional(),
  version: version.exactOptional(),
})

const payeeParams = z.strictObject({
  number: z
    .string({ error: 'must be an account number.' })
    .max(60, { error: 'can have at most 60 characters.' }),
  currency: z.string().max(20, { error: 'must be a currency code.' }).exactOptional(),
})

export function readPayeeParams(url: string): ReadParams<z.infer<typeof payeeParams>> {
  return readParams(url, payeeParams)
}

export function readAccountsParams(url: string): ReadParams<AccountsQuery> {
  return readParams(url, accountsParams)
}

/** Parses the requested moment; null for the present. */
export function readMomentParams(url: string): ReadParams<Moment | null> {
  const read = readParams(url, momentParams)
  if (!read.ok) return read
  const { version, ...clocks } = read.params
  if (version === undefined) {
    return { ok: true, params: Object.keys(clocks).length === 0 ? null : clocks }
  }
  if (Object.keys(clocks).length === 0) return { ok: true, params: { version } }
  return refuseInput('version', 'Use either a version or an instant, not both.')
}

/**
 * Parses the query of an address. Unknown and repeated parameters are refused: ignoring them would
 * mislead.
 */
export function readParams<T>(url: string, schema: z.ZodType<T>): ReadParams<T> {
  const { searchParams } = new URL(url)
  const names = [...searchParams.keys()]
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) return malformed(twice, 'is given more than once.')
  const parsed = schema.safeParse(Object.fromEntries(searchParams))
  if (parsed.success) return { ok: true, params: parsed.data }
  const [issue] = parsed.error.issues
  if (issue?.code === 'unrecognized_keys') {
    return malformed(issue.keys[0] ?? '', 'is not a parameter of this address.')
  }
  return malformed(String(issue?.path[0] ?? ''), issue?.message ?? 'can’t be read.')
}

/** The problem for an invalid parameter; `expected` ends the sentence. */
export function malformed(name: string, expected: string) {
  const field = printable(name.slice(0, 100), 100)
  return { ...refuseInput(field, `“${field}” ${expected}`), fault: { field, expected } }
}

/** Why parameters are invalid, by a page's own names for them. */
export function sentenceOf(
  { problem, fault }: Extract<ReadParams<unknown>, { ok: false }>,
  names: Readonly<Record<string, string>>,
): string {
  if (!fault) return problem.detail
  const { field, expected } = fault
  return `“${Object.hasOwn(names, field) ? names[field] : field}” ${pageRule(expected)}`
}

/** The problem for an invalid parameter; `detail` is a whole sentence. */
export function refuseInput(field: string, detail: string): { ok: false; problem: Problem } {
  return { ok: false, problem: inputProblem('Malformed', field, detail) }
}
