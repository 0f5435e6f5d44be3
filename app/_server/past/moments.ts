import 'server-only'
import { withOpenedOn } from '@/app/_server/accounts/opened-on'
import { accountAt } from '@/app/_server/accounts/wire'
import { readInstant } from '@/app/_server/http/instants'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { readableAccount, type StreamHead } from '@/app/_server/streams/access'
import { endOfStream, foldAt } from '@/app/_server/streams/book'
import { eventJson } from '@/app/_server/streams/wire'
import type { PastFault } from '@/app/_wire/past-faults'
import type { AccountAtJson, Moment, MomentAnswer } from '@/app/_wire/types'
import type { AccountRow } from '@/db/accounts/account-rows'
import { detachedYearOf } from '@/db/streams/detached'
import type { Clocks, StateAt, Moment as StoreMoment } from '@/db/streams/state-at'
import { againstPresent } from './present'

type Invalid = Extract<MomentAnswer, { reason: 'invalid' }>
type NotYetOpen = Extract<MomentAnswer, { reason: 'not-yet-open' }>

/** A moment of a stream for the store, and the instants that were requested. */
export type AskedOf = { readonly moment: StoreMoment; readonly clocks: Clocks }

/**
 * An account at a moment of its past: at a version, or at business time `asOf` as the bank knew it
 * at `knownAt` (absent: now); and the events before and after the moment.
 */
export async function getAccountAt(
  viewer: Viewer,
  id: string,
  moment: Moment,
): Promise<MomentAnswer> {
  const row = await readableAccount(viewer, id)
  if (!row) return { found: false, reason: 'unknown' }
  const asked = await readAsked(moment, row)
  if ('found' in asked) return asked
  const at = await foldAt(row.id, asked.moment).catch(unlessDetached(asked))
  if ('found' in at) return at
  const account = await accountAtMoment(row, asked, at)
  if ('found' in account) return account
  const { last, next, late } = at
  return {
    found: true,
    account,
    after: last && eventJson(last),
    before: next && eventJson(next),
    late: late.map(eventJson),
  }
}

/** What to answer when a moment needs a year that is in cold storage; other errors go on. */
function unlessDetached({ moment }: AskedOf): (error: unknown) => Invalid {
  return error => {
    const year = detachedYearOf(error)
    if (year === null) throw error
    const field = 'version' in moment ? 'version' : 'asOf'
    return invalid({ field, reason: 'detached', year })
  }
}

/** Resolves a requested moment of a stream: an existing version, or instants not in the future. */
export async function readAsked(
  moment: Moment,
  { id, version }: Pick<StreamHead, 'id' | 'version'>,
): Promise<AskedOf | Invalid> {
  if ('version' in moment) {
    const read = readVersion(moment.version, version)
    return 'found' in read ? read : { moment: read, clocks: {} }
  }
  const clocks = readClocks(moment)
  if ('found' in clocks) return clocks
  const read = await againstPresent(clocks, () => endOfStream(id))
  if ('clocks' in read) return { moment: read.clocks, clocks }
  return invalid({ field: read.future, reason: 'future' })
}

/**
 * The latest instant of a stream that can be requested: now, or its last date when that is later.
 */
export async function latestInstant({ id }: Pick<StreamHead, 'id'>): Promise<Date> {
  const [now, end] = [new Date(), await endOfStream(id)]
  return end && end > now ? end : now
}

/** The account at a moment whose state was read, or why there was none. */
export async function accountAtMoment(
  { id, openedAt }: Pick<AccountRow, 'id' | 'openedAt'>,
  { moment, clocks }: AskedOf,
  { stream }: StateAt,
): Promise<AccountAtJson | NotYetOpen> {
  const asOf = 'version' in moment ? undefined : moment.asOf
  if (asOf && asOf < openedAt) return notYetOpen(openedAt)
  const account = accountAt(
    stream,
    'version' in moment ? undefined : (asOf ?? moment.knownAt ?? new Date()),
  )
  if (!account) return notYetKnown(id, openedAt)
  const [dated = account] = await withOpenedOn([account])
  return {
    ...dated,
    asOf: clocks.asOf?.toISOString() ?? null,
    knownAt: clocks.knownAt?.toISOString() ?? null,
  }
}

function readVersion(version: number, newest: number): { version: number } | Invalid {
  if (!Number.isInteger(version) || version < 1) {
    return invalid({ field: 'version', reason: 'no-version' })
  }
  if (version > newest) return invalid({ field: 'version', reason: 'no-such-version', newest })
  return { version }
}

function readClocks({ asOf, knownAt }: { asOf?: string; knownAt?: string }): Clocks | Invalid {
  const clocks: { asOf?: Date; knownAt?: Date } = {}
  for (const [field, text] of [['asOf', asOf] as const, ['knownAt', knownAt] as const]) {
    if (text === undefined) continue
    const read = readInstant(text)
    if (!read.ok) return invalid({ field, reason: read.fault })
    clocks[field] = read.instant
  }
  return clocks
}

function invalid(fault: PastFault): Invalid {
  return { found: false, reason: 'invalid', fault }
}

function notYetOpen(openedAt: Date): NotYetOpen {
  const since = openedAt.toISOString()
  return { found: false, reason: 'not-yet-open', openedAt: since, recordedAt: null }
}

/** The account was open by then, but the bank learned of it later. */
async function notYetKnown(id: string, openedAt: Date): Promise<NotYetOpen> {
  const [first] = await bank().store.readEvents(id, { order: 'asc', limit: 1 })
  return {
    found: false,
    reason: 'not-yet-open',
    openedAt: openedAt.toISOString(),
    recordedAt: (first?.createdAt ?? openedAt).toISOString(),
  }
}
