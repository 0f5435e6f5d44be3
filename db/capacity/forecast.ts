import type { Figures, Part, PartName } from './figures'
import { type Due, dueIn, each, MONTH_DAYS, meanOf, type Rate, rateOf } from './rate'
import { LARGEST_MEMORY_BYTES, type Step, stepsOf } from './steps'

export type Forecast = {
  readonly at: Date
  readonly events: number
  readonly waiting: number
  readonly databaseBytes: number
  /** What grows with the log, on disk, shared among all events. */
  readonly bytesPerEvent: number
  readonly parts: readonly (Part & { readonly bytesPerEvent: number })[]
  readonly kinds: readonly Kind[]
  readonly rate: Rate
  readonly disk: { readonly freeBytes: number | null; readonly bytesPerDay: number } & Due
  readonly memory: { readonly bytes: number | null; readonly workingSetBytes: number } & Due
  readonly archive: Archivable
  readonly steps: readonly Step[]
}

export type Kind = {
  readonly kind: string
  readonly share: number
  readonly rowBytes: number
  /** With indexes, answers, feed and everything else that an event takes along. */
  readonly bytesPerEvent: number
}

export type Archivable = {
  readonly afterDays: number
  readonly share: number
  readonly events: number
  /** Leaves `events` and its indexes, and so the working set; the archive has it then. */
  readonly leavesBytes: number
  /** Of it, the indexes: what the working set loses. */
  readonly workingSetBytes: number
}

/** What the figures mean for the time to come. The method is described in db/README.md. */
export function forecast(figures: Figures, largestBytes = LARGEST_MEMORY_BYTES): Forecast {
  const { at, events, waiting, databaseBytes, diskFreeBytes, memoryBytes } = figures
  const rate = rateOf(figures.days, figures.perDay)
  const parts = figures.parts.map(part => ({ ...part, bytesPerEvent: each(sizeOf(part), events) }))
  const growing = parts.filter(({ name }) => name !== 'people' && name !== 'other')
  const bytesPerEvent = growing.reduce((sum, part) => sum + part.bytesPerEvent, 0)
  const workingSetBytes = workingSet(figures, rate)
  const toWorkingSet = each(randomBytes(figures), events)
  const due = (left: number | null, of: number) => dueIn(at, left === null ? null : left / of, rate)
  const disk = {
    freeBytes: diskFreeBytes,
    bytesPerDay: bytesPerEvent * rate.perDay,
    ...due(diskFreeBytes, bytesPerEvent),
  }
  const memory = {
    bytes: memoryBytes,
    workingSetBytes,
    ...due(memoryBytes === null ? null : memoryBytes - workingSetBytes, toWorkingSet),
  }
  const archive = archivableOf(figures)
  const asked = { figures, rate, bytesPerEvent, workingSetBytes, toWorkingSet, archive }
  return {
    at,
    events,
    waiting,
    databaseBytes,
    bytesPerEvent,
    parts,
    kinds: kindsOf(figures, bytesPerEvent),
    rate,
    disk,
    memory,
    archive,
    steps: stepsOf(asked, largestBytes),
  }
}

function sizeOf({ heapBytes, indexBytes }: Part): number {
  return heapBytes + indexBytes
}

function partOf({ parts }: Figures, name: PartName): Part {
  return parts.find(part => part.name === name) ?? { name, heapBytes: 0, indexBytes: 0 }
}

/** What every append reaches into at random places, and so must be in memory. */
function randomBytes(figures: Figures): number {
  const [events, answers, snapshots, accounts] = (
    ['events', 'answers', 'snapshots', 'accounts'] as const
  ).map(name => partOf(figures, name))
  const indexes = [events, answers, snapshots].reduce(
    (sum, part) => sum + (part?.indexBytes ?? 0),
    0,
  )
  return indexes + (accounts ? sizeOf(accounts) : 0)
}

/** That, and the events of the last four weeks, which are read most. */
function workingSet(figures: Figures, rate: Rate): number {
  const { heapBytes } = partOf(figures, 'events')
  const recent = Math.min(1, each(rate.perDay * MONTH_DAYS, figures.events))
  return randomBytes(figures) + recent * heapBytes
}

function kindsOf({ sample }: Figures, bytesPerEvent: number): Kind[] {
  const mean = meanOf(sample.map(({ bytes }) => bytes))
  const byKind = new Map<string, number[]>()
  for (const { kind, bytes } of sample) byKind.set(kind, [...(byKind.get(kind) ?? []), bytes])
  return [...byKind]
    .map(([kind, bytes]) => ({
      kind,
      share: bytes.length / sample.length,
      rowBytes: meanOf(bytes),
      bytesPerEvent: bytesPerEvent - mean + meanOf(bytes),
    }))
    .sort((a, b) => b.share - a.share || (a.kind < b.kind ? -1 : 1))
}

function archivableOf(figures: Figures): Archivable {
  const { sample } = figures
  const movable = sample.filter(({ place }) => place === 'movable').length
  const ofEvents = each(movable, sample.filter(({ place }) => place !== 'archive').length)
  const { heapBytes, indexBytes } = partOf(figures, 'events')
  return {
    afterDays: figures.archiveAfterDays,
    share: ofEvents,
    events: Math.round(each(movable, sample.length) * figures.events),
    leavesBytes: ofEvents * (heapBytes + indexBytes),
    workingSetBytes: ofEvents * indexBytes,
  }
}
