import 'server-only'
import { z } from 'zod'
import type { Moment, Problem } from '@/app/_wire/types'
import { isPrintable, printable } from '@/domain/printable'
import { readAccountCursor } from './cursors'
import { inputProblem } from './problems'

/** The most items in one part of a list, and how many there are when nothing is asked. */
export const PAGE_LIMIT_MAX = 200
export const PAGE_LIMIT_DEFAULT = 50

/** What a list of accounts asks for; a cursor that can't be read begins at the beginning. */
export type AccountsQuery = { q?: string; reference?: string; cursor?: string; limit?: number }

/** A parameter that can't be served; `expected` is said of its name, and ends a sentence. */
export type ParamFault = { readonly field: string; readonly expected: string }

/** What came of reading the parameters of an address; a page names the fault in its own words. */
export type ReadParams<T> =
  | { ok: true; params: T }
  | { ok: false; problem: Problem; fault?: ParamFault }

const sought = z
  .string()
  .max(200, { error: 'can have at most 200 characters.' })
  .refine(isPrintable, { error: 'contains control characters.' })
/** How many items a part of a list has. */
export const limit = z
  .string()
  .refine(value => /^[1-9]\d{0,3}$/.test(value) && Number(value) <= PAGE_LIMIT_MAX, {
    error: `must be a whole number from 1 to ${PAGE_LIMIT_MAX}.`,
  })
  .transform(Number)
/** A cursor that `read` understands. */
export const cursorOf = (read: (text: string) => unknown) =>
  z.string().refine(value => read(value) !== null, {
    error: 'must be the nextCursor of the previous page.',
  })
/** A version of an account, or the number of an event. */
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

/** Reads the parameters of a list of accounts. */
export function readAccountsParams(url: string): ReadParams<AccountsQuery> {
  return readParams(url, accountsParams)
}

/** Reads the moment that is asked for; null when it is the present. */
export function readMomentParams(url: string): ReadParams<Moment | null> {
  const read = readParams(url, momentParams)
  if (!read.ok) return read
  const { version, ...clocks } = read.params
  if (version === undefined) {
    return { ok: true, params: Object.keys(clocks).length === 0 ? null : clocks }
  }
  if (Object.keys(clocks).length === 0) return { ok: true, params: { version } }
  return refuseInput('version', 'Give either a version or an instant, not both.')
}

/**
 * Reads the parameters of an address. One that is not known, or given twice, is refused: ignoring it
 * would mislead.
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

/** The problem of a parameter, which it names; `expected` ends the sentence. */
export function malformed(name: string, expected: string) {
  const field = printable(name.slice(0, 100), 100)
  return { ...refuseInput(field, `“${field}” ${expected}`), fault: { field, expected } }
}

/** Why parameters can't be served, by a page's own names for them. */
export function sentenceOf(
  { problem, fault }: Extract<ReadParams<unknown>, { ok: false }>,
  names: Readonly<Record<string, string>>,
): string {
  if (!fault) return problem.detail
  const { field, expected } = fault
  return `“${Object.hasOwn(names, field) ? names[field] : field}” ${expected}`
}

/** The problem of a parameter, in a whole sentence. */
export function refuseInput(field: string, detail: string): { ok: false; problem: Problem } {
  return { ok: false, problem: inputProblem('Malformed', field, detail) }
}
