import 'server-only'
import {
  readAccountCursor,
  readVersionCursor,
  writeAccountCursor,
} from '@/app/_server/http/cursors'
import { type AccountsQuery, PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from '@/app/_server/http/params'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { readableAccount, scopeOf } from '@/app/_server/streams/access'
import { withTies } from '@/app/_server/streams/ties'
import { eventJson } from '@/app/_server/streams/wire'
import type { AccountJson, EventJson, Page, ReceiptJson } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { listAccounts as queryAccounts } from '@/db/accounts/accounts'
import { findNicknamed } from './nicknames'
import { withOpenedOn } from './opened-on'
import { accountAt, accountOfRow } from './wire'

/** The accounts that the viewer may read, newest opened first; `q` finds a customer's nicknames too. */
export async function listAccounts(
  viewer: Viewer,
  { q, reference, cursor, limit }: AccountsQuery = {},
): Promise<Page<AccountJson>> {
  const { rows, nextCursor } = await queryAccounts(bank().db, {
    ...scopeOf(viewer),
    q: storable(q),
    named: await findNicknamed(viewer, q ?? ''),
    reference: storable(reference),
    cursor: (cursor === undefined ? null : readAccountCursor(cursor)) ?? undefined,
    limit: pageLimit(limit),
  })
  return {
    items: await withOpenedOn(rows.map(accountOfRow)),
    nextCursor: nextCursor && writeAccountCursor(nextCursor),
  }
}

/** One account now; null when it doesn't exist or is not the viewer's. */
export async function getAccount(viewer: Viewer, id: string): Promise<AccountJson | null> {
  const row = await readableAccount(viewer, id)
  const [account = null] = row ? await withOpenedOn([accountOfRow(row)]) : []
  return account
}

/** A page of an account's log; both bounds of `occurredAt` are inclusive. */
export type EventsQuery = {
  cursor?: string
  limit?: number
  order?: 'asc' | 'desc'
  type?: EventJson['type']
  from?: Date
  to?: Date
}

/** An account's events, newest first by default; null when the viewer may not read it. */
export async function listEvents(
  viewer: Viewer,
  id: string,
  { cursor, limit, order = 'desc', ...filter }: EventsQuery = {},
): Promise<Page<EventJson> | null> {
  const row = await readableAccount(viewer, id)
  if (!row) return null
  const after = cursor === undefined ? null : readVersionCursor(cursor)
  const size = pageLimit(limit)
  const found = await bank().store.readEvents(row.id, {
    ...filter,
    ...(after === null ? {} : { after }),
    order,
    limit: size + 1,
  })
  const page = found.slice(0, size)
  const last = page.at(-1)
  return {
    items: await withTies(viewer, page.map(eventJson)),
    nextCursor: found.length > size && last ? String(last.version) : null,
  }
}

/**
 * The permanent receipt of an accepted command; null when there is none or it is not the viewer's.
 */
export async function getReceipt(
  viewer: Viewer,
  accountId: string,
  commandId: string,
): Promise<ReceiptJson | null> {
  if (!isUuid(commandId)) return null
  const row = await readableAccount(viewer, accountId)
  if (!row) return null
  const [event] = await bank().store.findEventsOfCommand(row.id, commandId)
  if (!event) return null
  const { stream } = await bank().store.stateAt(row.id, { version: event.version })
  const account = accountAt(stream)
  if (!account) throw new Error(`Account ${row.id} has no state to show`)
  return { account, event: eventJson(event) }
}

function pageLimit(limit: number = PAGE_LIMIT_DEFAULT): number {
  return Number.isInteger(limit) ? Math.min(Math.max(limit, 1), PAGE_LIMIT_MAX) : PAGE_LIMIT_DEFAULT
}

/** A search text; NUL, which PostgreSQL rejects and no stored text has, is replaced. */
function storable(text: string | undefined): string | undefined {
  return text?.replaceAll('\0', '\uFFFD').slice(0, 200)
}
