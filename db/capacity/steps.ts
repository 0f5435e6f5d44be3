import type { Figures } from './figures'
import type { Archivable } from './forecast'
import { dueIn, type Rate } from './rate'

export type StepName = 'archive' | 'larger disk' | 'larger machine' | 'detach years' | 'Citus'

export type Step = {
  readonly name: StepName
  /** Null: not within a hundred years, or not known. */
  readonly when: Date | null
  /** The number of events at that time. */
  readonly events: number | null
  readonly because: string
}

/** A single machine with more memory is hard to get. */
export const LARGEST_MEMORY_BYTES = 768 * 2 ** 30
/** Half of what two cores wrote at ten million events (db/README.md, “Partitions”). */
const EVENTS_PER_SECOND_MAX = 6_000
/** The busiest second of a day has about ten times the mean. */
const PEAK = 10
/** A machine, or a disk, is due before it is full. */
const FULL = 0.8

export type Asked = {
  readonly figures: Figures
  readonly rate: Rate
  readonly bytesPerEvent: number
  readonly workingSetBytes: number
  readonly toWorkingSet: number
  readonly archive: Archivable
}

/** What to do, and when. */
export function stepsOf(asked: Asked, largestBytes: number): Step[] {
  const { figures, rate, bytesPerEvent, workingSetBytes, toWorkingSet, archive } = asked
  const { memoryBytes, diskFreeBytes, databaseBytes, at } = figures
  const after = (name: StepName, left: number | null, because: string): Step => {
    const { steady, growing } = dueIn(at, left, rate)
    const isSooner = growing !== null && (steady === null || growing < steady)
    const when = isSooner ? growing : steady
    const events = when && left !== null ? Math.round(figures.events + Math.max(0, left)) : null
    return { name, when, events, because }
  }
  const until = (bytes: number | null, used: number, of: number) =>
    bytes === null || of <= 0 ? null : (bytes - used) / of
  const diskBytes = diskFreeBytes === null ? null : diskFreeBytes + databaseBytes
  const disk = until(diskBytes === null ? null : FULL * diskBytes, databaseBytes, bytesPerEvent)
  const machine = until(
    memoryBytes === null ? null : FULL * memoryBytes,
    workingSetBytes,
    toWorkingSet,
  )
  const peak = (rate.perDay / 86_400) * PEAK
  const tooMany = peak > EVENTS_PER_SECOND_MAX
  const worthIt = memoryBytes !== null && archive.workingSetBytes > 0.1 * memoryBytes
  return [
    after('archive', worthIt ? 0 : machine, ARCHIVE),
    after('larger machine', machine, MACHINE),
    after('detach years', disk, YEARS),
    after('larger disk', disk, DISK),
    after('Citus', tooMany ? 0 : until(FULL * largestBytes, workingSetBytes, toWorkingSet), CITUS),
  ]
}

const ARCHIVE =
  'Old events would take a tenth of the memory, or the working set fills 80 % of it: archive first.'
const MACHINE = 'The working set fills 80 % of the memory, and appends begin to wait for the disk.'
const YEARS = 'The disk is 80 % full: detach the oldest years of the archive.'
const DISK = 'The disk is 80 % full, and no year can be detached.'
const CITUS =
  'The working set passes the largest single machine, or more than half of what one machine writes is needed.'
