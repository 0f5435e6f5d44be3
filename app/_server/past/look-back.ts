import 'server-only'
import { shownState } from '@/app/_server/accounts/wire'
import { peopleIn } from '@/app/_server/people/customers'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { readableAccount, readableStream } from '@/app/_server/streams/access'
import { foldAt } from '@/app/_server/streams/book'
import { eventJson } from '@/app/_server/streams/wire'
import type {
  EntryJson,
  EntryOrder,
  ExplanationJson,
  FoldStepJson,
  PastJson,
} from '@/app/_wire/look-back'
import type { AccountJson, Moment as AskedMoment, MomentAnswer } from '@/app/_wire/types'
import type { Entry } from '@/db/past/explanation'
import { formatAmount } from '@/domain/money/money'
import { accountAtMoment, getAccountAt, readAsked } from './moments'

/** Why a moment can’t be shown. */
export type NotFound = Extract<MomentAnswer, { found: false }>

/** The most steps of a fold in one answer. */
export const FOLD_STEPS_MAX = 100

/** How many events are shown on either side of a moment. */
const AROUND_AFTER = 2
const AROUND_UNTIL = 10

export type EntriesAround = { after: EntryJson[]; until: EntryJson[] }

/** An account at a moment, with the page of its log around the moment. */
export async function lookBack(
  viewer: Viewer,
  id: string,
  moment: AskedMoment,
): Promise<(PastJson & { found: true }) | NotFound> {
  const answer = await getAccountAt(viewer, id, moment)
  if (!answer.found) return answer
  const { version } = answer.account
  const [after, until] = await Promise.all([
    bank().store.readEvents(id, { order: 'asc', after: version, limit: AROUND_AFTER }),
    bank().store.readEvents(id, { order: 'desc', after: version + 1, limit: AROUND_UNTIL }),
  ])
  return { ...answer, around: [...after.toReversed(), ...until].map(eventJson) }
}

/** The events that add up to the balance at a moment, a page at a time. */
export async function explainBalance(
  viewer: Viewer,
  id: string,
  moment: AskedMoment,
  { order = 'recorded', before, limit }: { order?: EntryOrder; before?: number; limit: number },
): Promise<(ExplanationJson & { found: true }) | NotFound> {
  const row = await readableAccount(viewer, id)
  if (!row) return { found: false, reason: 'unknown' }
  const { currency } = row
  const asked = await readAsked(moment, row)
  if ('found' in asked) return asked
  const page = before === undefined ? { limit } : { before, limit }
  const at = await foldAt(row.id, asked.moment)
  const { store } = bank()
  const { entries, nextBefore } =
    order === 'effective' && !('version' in asked.moment)
      ? await store.explainByDate({ aggregateId: row.id, clocks: asked.moment, at }, page)
      : await store.explain(row.id, at, page)
  const account = await accountAtMoment(row, asked, at)
  if ('found' in account) return account
  return {
    found: true,
    account,
    counted: { prefix: at.stream.version, late: at.late.length },
    items: entries.map(entry => entryJson(entry, currency)),
    placedBy: await placingsOf(account),
    nextCursor: nextBefore === null ? null : String(nextBefore),
  }
}

/** Which events placed the holds of an account: those of the commands with the holds' ids. */
async function placingsOf({ id, holds }: AccountJson): Promise<Record<string, number>> {
  const found = holds.map(async ({ holdId }) => {
    const [placing] = await bank().store.findEventsOfCommand(id, holdId)
    return placing ? [[holdId, placing.version] as const] : []
  })
  return Object.fromEntries((await Promise.all(found)).flat())
}

/**
 * The events around a date in effective order, latest first, each with the balance on its date: the
 * first ones that a date doesn't count, and the last ones that it does. Null for a version.
 */
export async function entriesAround(
  viewer: Viewer,
  id: string,
  moment: AskedMoment,
): Promise<EntriesAround | null> {
  const row = await readableAccount(viewer, id)
  const asked = row && (await readAsked(moment, row))
  if (!asked || 'found' in asked || 'version' in asked.moment) return null
  const at = await foldAt(row.id, asked.moment)
  const of = { aggregateId: row.id, clocks: asked.moment, at }
  const [after, until] = await Promise.all([
    bank().store.entriesAfter(of, AROUND_AFTER),
    bank().store.explainByDate(of, { limit: AROUND_UNTIL }),
  ])
  const json = (entry: Entry) => entryJson(entry, row.currency)
  return { after: after.toReversed().map(json), until: until.entries.map(json) }
}

function entryJson({ event, change, balance, isLate }: Entry, currency: string): EntryJson {
  return {
    event: eventJson(event),
    change: formatAmount(change, currency),
    balance: formatAmount(balance, currency),
    late: isLate,
  }
}

/** The fold of a stream from one version to another; null when the viewer may not read it. */
export async function getFold(
  viewer: Viewer,
  id: string,
  { from, to }: { from: number; to: number },
): Promise<{ newest: number; items: FoldStepJson[]; people: Record<string, string> } | null> {
  const stream = await readableStream(viewer, id)
  if (!stream) return null
  const end = Math.min(to, stream.version, from + FOLD_STEPS_MAX - 1)
  const steps = await bank().store.foldSteps(stream.id, from, end)
  const items = steps.map(({ before, event, after }) => ({
    event: eventJson(event),
    before: shownState(before, stream.type),
    after: shownState(after, stream.type),
  }))
  const people = await peopleIn(
    viewer,
    items.flatMap(({ before, after }) => [before, after]),
  )
  return { newest: stream.version, items, people }
}
