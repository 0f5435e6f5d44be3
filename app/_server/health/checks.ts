import 'server-only'
import { bank } from '@/app/_server/process/bank'
import { type ClockState, clockSentence, isClockWrong } from '@/app/_server/process/clock-guard'
import { TROUBLES } from '@/app/_server/process/trouble'
import { readFeedPlaces, type Stall, watchFeed } from '@/db/feed/motion'
import { SUBSCRIBERS } from '@/db/projections/subscribers'
import { troubleOf } from '@/db/trouble/failures'
import { hasMigrations, type Pulse, readPulse, touchTables } from '@/db/trouble/vitals'
import { diskFault } from './disk'
import { recordingTrouble } from './recording-probe'

/** What is looked at, by the names that programs read. */
export const CHECKS = [
  'database',
  'readable',
  'writable',
  'disk',
  'migrations',
  'feed',
  'clock',
] as const

export type CheckName = (typeof CHECKS)[number]

/** What the staff should look at, in a sentence; the bank can serve. */
export type Warning = { readonly warning: string }

/**
 * What is wrong, in a sentence for the staff; null if nothing is.
 * @throws what the database is in trouble with
 */
export type Check = () => Promise<string | Warning | null>

export type Checks = Readonly<Record<CheckName, Check>>

const SANE: ClockState = { state: 'sane' }

/** Who has not moved for this long, with work to do, stands still. */
const STALL_MS = 30_000

/** The checks, which remember what they saw before. `database` comes first: others use its answer. */
export function createChecks(): Checks {
  const stallsIn = watchFeed(STALL_MS)
  const names = SUBSCRIBERS.map(({ name }) => name)
  let pulse: Pulse | null = null
  return {
    async database() {
      pulse = await readPulse(bank().probe)
      return null
    },
    async readable() {
      await touchTables(bank().probe)
      return null
    },
    async writable() {
      if (pulse?.isReadOnly) return TROUBLES['read-only'].sentence
      const trouble = await recordingTrouble()
      return trouble === null ? null : TROUBLES[trouble].sentence
    },
    async disk() {
      const isFull = bank().recording.trouble()?.reason === 'full'
      return isFull ? TROUBLES.full.sentence : diskFault()
    },
    async migrations() {
      const isCurrent = await hasMigrations(bank().probe)
      return isCurrent ? null : 'The database lacks migrations of this version.'
    },
    async feed() {
      const places = await readFeedPlaces(bank().probe, names)
      const stalls = stallsIn(places, performance.now())
      return stalls.length === 0 ? null : stalls.map(stallSentence).join(' ')
    },
    async clock() {
      // What the database is in trouble with is told by the checks above.
      const clock = await bank()
        .clockState()
        .catch(() => SANE)
      const warning = clockSentence(clock)
      if (warning === null) return null
      return isClockWrong(clock) ? warning : { warning }
    },
  }
}

/** What a check threw, in a sentence. */
export function sentenceOf(error: unknown): string {
  const trouble = troubleOf(error)
  return trouble === null ? 'This check failed by itself.' : TROUBLES[trouble].sentence
}

function stallSentence({ who, position, forMs, isAhead }: Stall): string {
  return isAhead
    ? `“${who}” is at ${position}, which is beyond the feed.`
    : `“${who}” has stood at ${position} for ${Math.round(forMs / 1000)} s, with events to handle.`
}
