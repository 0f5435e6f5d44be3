import 'server-only'
import { z } from 'zod'
import { readNicknames } from '@/app/_server/accounts/nicknames'
import { type ReadParams, readParams } from '@/app/_server/http/params'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { readableAccount, scopeOf } from '@/app/_server/streams/access'
import { isZone } from '@/app/_time/instant'
import { SEARCH_LENGTH_MAX, type SearchGroupJson, type SearchJson } from '@/app/_wire/search'
import { isUuid } from '@/app/_wire/uuid'
import type { AccountRow } from '@/db/accounts/account-rows'
import { listAccounts } from '@/db/accounts/accounts'
import { hasControls } from '@/domain/text/printable'
import { findAccounts, findPayees } from './accounts'
import { findById, findNumbered } from './events'
import { findAmounts, findDates, type Place } from './moments'
import { findAccountPages, findPages } from './pages'

/** What is searched for, and from where. */
export type SearchQuery = {
  readonly q: string
  /** The account that the viewer is on. */
  readonly account?: string
  /** In which days are read. */
  readonly zone?: string
}

const searchParams = z.strictObject({
  q: z
    .string({ error: 'must be text to search for.' })
    .max(SEARCH_LENGTH_MAX, { error: `can have at most ${SEARCH_LENGTH_MAX} characters.` })
    .refine(text => !hasControls(text), { error: 'contains control characters.' }),
  account: z.string().refine(isUuid, { error: 'must be an account ID.' }).exactOptional(),
  zone: z
    .string()
    .refine(isZone, { error: 'must be a time zone such as Europe/Prague.' })
    .exactOptional(),
})

export function readSearchParams(url: string): ReadParams<SearchQuery> {
  return readParams(url, searchParams)
}

/** Of a customer's own accounts, how many timelines dates and amounts lead to. */
const PLACES_MAX = 3

/** Everything that a viewer may see and a search names, the most likely kind first. */
export async function search(
  viewer: Viewer,
  { q: typed, account: id, zone = 'UTC' }: SearchQuery,
  now: Date = new Date(),
): Promise<SearchJson> {
  const q = typed.trim().replaceAll(/\s+/g, ' ')
  const here = id === undefined ? null : await readableAccount(viewer, id)
  const rows = here ? [here] : may(viewer, 'readBank') ? [] : await newestOwn(viewer)
  const places = await placesOf(viewer, rows)
  const [events, ids, accounts, payees, ofAccount] = await Promise.all([
    findNumbered(q, rows, here !== null, zone),
    findById(viewer, q, zone),
    findAccounts(viewer, q),
    findPayees(viewer, q),
    here ? findAccountPages(viewer, here, q) : [],
  ])
  const asked = { viewer, q, places, zone, now }
  const moments: SearchGroupJson[] = [
    { name: 'Events', hits: [...events, ...ids] },
    { name: 'Dates', hits: findDates(asked) },
    { name: 'Amounts', hits: findAmounts(asked) },
  ]
  const names: SearchGroupJson[] = [
    ...(q === '' ? [{ name: 'This account', hits: ofAccount }] : []),
    { name: 'Accounts', hits: accounts },
    { name: 'Payees', hits: payees },
    ...(q === '' ? [] : [{ name: 'This account', hits: ofAccount }]),
    { name: 'Pages', hits: findPages(viewer, q) },
  ]
  // A name begins with a letter; a date may too, so what was found by name comes first.
  const isName = /^\p{L}/u.test(q) && ids.length === 0 && events.length === 0
  const groups = isName && accounts.length > 0 ? [...names, ...moments] : [...moments, ...names]
  return { groups: groups.filter(({ hits }) => hits.length > 0) }
}

async function placesOf(viewer: Viewer, rows: readonly AccountRow[]): Promise<Place[]> {
  const nicknames = await readNicknames(
    viewer,
    rows.map(row => row.id),
  )
  return rows.map(row => ({
    id: row.id,
    name: nicknames.get(row.id) ?? `${row.owner} …${row.number.slice(-4)}`,
    currency: row.currency,
    openedAt: row.openedAt,
  }))
}

async function newestOwn(viewer: Viewer): Promise<readonly AccountRow[]> {
  return (await listAccounts(bank().db, { ...scopeOf(viewer), limit: PLACES_MAX })).rows
}
