import 'server-only'
import type { Moment, MomentAnswer } from '@/app/_wire/types'
import { readableAccount } from './accounts'
import { bank } from './bank'
import { readInstant } from './instants'
import type { Viewer } from './viewer'
import { accountAt, eventJson } from './wire'

type Invalid = Extract<MomentAnswer, { reason: 'invalid' }>
type Clocks = { asOf?: Date; knownAt?: Date }

/**
 * An account at a moment of its past: at a version, or at business time `asOf` as the bank knew it
 * at `knownAt` (absent: now), and the two events that the moment lies between.
 */
export async function getAccountAt(
  viewer: Viewer,
  id: string,
  moment: Moment,
): Promise<MomentAnswer> {
  const row = await readableAccount(viewer, id)
  if (!row) return { found: false, reason: 'unknown' }
  const asked = 'version' in moment ? readVersion(moment.version, row.version) : readClocks(moment)
  if ('found' in asked) return asked
  const { openedAt } = row
  if ('asOf' in asked && asked.asOf && asked.asOf < openedAt) return notYetOpen(openedAt)

  const { stream, after, before, late } = await bank().store.stateAt(row.id, asked)
  if (stream.state.status !== 'open') return notYetKnown(row.id, openedAt)
  const clocks: Clocks = 'version' in asked ? {} : asked
  return {
    found: true,
    account: {
      ...accountAt(stream.state, stream.version, openedAt),
      asOf: clocks.asOf?.toISOString() ?? null,
      knownAt: clocks.knownAt?.toISOString() ?? null,
    },
    after: after && eventJson(after),
    before: before && eventJson(before),
    late: late.map(eventJson),
  }
}

function readVersion(version: number, newest: number): { version: number } | Invalid {
  if (!Number.isInteger(version) || version < 1) {
    return invalid('version', 'A version is a whole number; the first one is 1.')
  }
  if (version > newest) {
    const versions = newest === 1 ? 'one version' : `${newest} versions`
    return invalid('version', `This account has ${versions} so far.`)
  }
  return { version }
}

function readClocks({ asOf, knownAt }: { asOf?: string; knownAt?: string }): Clocks | Invalid {
  const clocks: Clocks = {}
  for (const [field, text] of [['asOf', asOf] as const, ['knownAt', knownAt] as const]) {
    if (text === undefined) continue
    const read = readInstant(text)
    if (!read.ok) return invalid(field, `“${field}” ${read.expected}`)
    if (read.instant.getTime() > Date.now()) {
      return invalid(field, `“${field}” is in the future, which the book doesn’t have yet.`)
    }
    clocks[field] = read.instant
  }
  return clocks
}

function invalid(field: Invalid['field'], sentence: string): Invalid {
  return { found: false, reason: 'invalid', field, sentence }
}

function notYetOpen(openedAt: Date): MomentAnswer {
  const since = openedAt.toISOString()
  return {
    found: false,
    reason: 'not-yet-open',
    openedAt: since,
    sentence: `This account exists since ${since}.`,
  }
}

/** The account had been opened by then, but the bank came to know of it later. */
async function notYetKnown(id: string, openedAt: Date): Promise<MomentAnswer> {
  const [first] = await bank().store.readEvents(id, { order: 'asc', limit: 1 })
  const since = (first?.createdAt ?? openedAt).toISOString()
  return {
    found: false,
    reason: 'not-yet-open',
    openedAt: openedAt.toISOString(),
    sentence: `The bank knows of this account since ${since}.`,
  }
}
