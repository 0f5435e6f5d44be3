import 'server-only'
import { acknowledge } from '@/app/_server/alerts/alerts'
import { problem, unavailableBecause } from '@/app/_server/http/problems'
import { type AccessKind, recordAccess } from '@/app/_server/people/access-log'
import { mayEnter } from '@/app/_server/people/denials'
import { mustProve } from '@/app/_server/people/proof'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { callForJobs } from '@/app/_server/process/call-for-jobs'
import type { Problem } from '@/app/_wire/types'
import { retentionDays } from '@/db/append/retention'
import { readFeedState } from '@/db/feed/feed-state'
import { feedHead } from '@/db/feed/read-feed'
import { type Replay, replayParked, resetCheckpoint } from '@/db/feed/subscription'
import { newEventId } from '@/db/ids'
import { askJob } from '@/db/operations/jobs'
import type { JobKind } from '@/db/operations-schema'
import { REBUILDS } from '@/db/projections/rebuild'
import { SUBSCRIBERS } from '@/db/projections/subscribers'
import { unreachable } from '@/domain/unreachable'
import { forgetPicture } from './picture'

/** What an administrator does here, and to what. */
export const OPERATIONS = [
  'acknowledge',
  'retry',
  'reset',
  'rebuild',
  'check',
  'archive',
  'count-archivable',
] as const

export type Operation = (typeof OPERATIONS)[number]

/** What changes data, or costs the database much: it takes a proof of who asks. */
const MENDS: readonly Operation[] = ['retry', 'reset', 'rebuild', 'archive']

/** So many parked events are retried at once. */
const RETRIED_MAX = 200

/** Does one thing. The answer is a sentence for the reader, or why it was not done. */
export async function operate(
  viewer: Viewer,
  operation: Operation,
  subject: string,
): Promise<string | Problem> {
  const right = MENDS.includes(operation) ? 'mendReadModels' : 'operate'
  const barred = mayEnter(viewer, right) ?? mustProve(viewer, right)
  if (barred) return barred
  const answer = await carryOut(viewer, operation, subject).catch((error: unknown) => {
    const its = unavailableBecause(error)
    if (!its) throw error
    return its
  })
  forgetPicture()
  return answer
}

async function carryOut(viewer: Viewer, operation: Operation, subject: string) {
  switch (operation) {
    case 'acknowledge':
      return (await acknowledge(viewer, subject, crypto.randomUUID())) ?? 'Acknowledged.'
    case 'retry':
      return retry(viewer, subject)
    case 'reset':
      return reset(viewer, subject)
    case 'rebuild':
      return Object.hasOwn(REBUILDS, subject) ? ask(viewer, 'rebuild', subject) : unknown()
    case 'check':
      return ask(viewer, 'check', 'all')
    case 'archive':
      return askArchive(viewer, 'move')
    case 'count-archivable':
      return askArchive(viewer, 'count')
    default:
      return unreachable(operation)
  }
}

function unknown(): Problem {
  return problem('Malformed', 'Open the page again, then try again.')
}

/** Handles the parked events of a subscriber once more, oldest first. */
async function retry(viewer: Viewer, name: string): Promise<string | Problem> {
  const subscriber = SUBSCRIBERS.find(one => one.name === name)
  if (!subscriber) return unknown()
  const { replayed, failed } = await replayParked(bank().upkeep, subscriber, RETRIED_MAX)
  tell('parked-retried', viewer, { subscriber: name, replayed, failed })
  return retriedSentence({ replayed, failed })
}

function retriedSentence({ replayed, failed }: Replay): string {
  if (replayed + failed === 0) return 'No event is parked any more.'
  const handled = `${replayed} ${replayed === 1 ? 'event' : 'events'} handled.`
  return failed === 0 ? handled : `${handled} ${failed} failed again and stay parked.`
}

/** Sets a checkpoint that is beyond the feed to its end. */
async function reset(viewer: Viewer, name: string): Promise<string | Problem> {
  const { upkeep } = bank()
  const [state] = (await readFeedState(upkeep, [name])).subscribers
  if (!state || !SUBSCRIBERS.some(one => one.name === name)) return unknown()
  if (state.behind >= 0) {
    const detail = 'Its checkpoint is inside the feed. To handle events again, rebuild it.'
    return problem('Refused', detail)
  }
  const head = await feedHead(upkeep)
  await resetCheckpoint(upkeep, name, head)
  tell('checkpoint-reset', viewer, { subscriber: name, from: state.position, to: head })
  return `Set from ${state.position} to ${head}.`
}

async function askArchive(viewer: Viewer, subject: 'move' | 'count'): Promise<string | Problem> {
  if (retentionDays() !== null) return ask(viewer, 'archive', subject)
  return problem('Refused', 'DAYBOOK_ARCHIVE_AFTER_DAYS isn’t set, so no event is old enough.')
}

async function ask(viewer: Viewer, kind: JobKind, subject: string): Promise<string> {
  const asked = { id: newEventId(), kind, subject, askedBy: viewer.name }
  const isNew = await askJob(bank().upkeep, asked)
  callForJobs()
  if (!isNew) return 'It is under way already.'
  tell(`${kind}-asked`, viewer, { subject })
  return 'It starts in a moment.'
}

function tell(kind: AccessKind, by: Viewer, detail: Record<string, string | number>): void {
  recordAccess({ kind, by, detail })
}
