import { DAY_MS } from '@/app/_time/period'
import { roundStep } from '@/app/_ui/round-step'
import type { CourseJson, PointJson } from '@/app/_wire/look-back'
import { minorOf } from '@/domain/money/decimals'

/** What a chart is spaced by: effective dates, or events in the order recorded. */
export type Axis = 'time' | 'events'

/** In the words of its switch. */
export const AXES = [
  ['time', 'By time'],
  ['events', 'By event'],
] as const satisfies readonly (readonly [Axis, string])[]

/** The coordinates of a chart: 0 is left and bottom, 1 right and top. */
export type Scale = {
  readonly axis: Axis
  /** The place of a version: by time, of the latest date that the log had reached with it. */
  x(version: number): number
  /** The version whose place is nearest; of several at one place the newest. */
  versionAt(x: number): number
  /** The place of an instant, inside the chart; null where the axis has no time. */
  xAt(instant: string): number | null
  y(minor: bigint): number
  /** The grid lines: round amounts in minor units. */
  readonly lines: readonly bigint[]
}

/** The most grid lines. */
const LINES_MAX = 5

/**
 * The scale of a course. By time, an instant has one place; by events, they are equally spaced,
 * whatever the time between them. A course whose events all have one date can only be spaced by
 * event. Amounts are linear, between the round amounts just below the lowest and just above the
 * highest on either axis.
 */
export function scaleOf(course: CourseJson, asked: Axis): Scale {
  const { points, byDate, from, to } = course
  const amounts = [...points, ...byDate.points].map(({ balance }) => minorOf(balance))
  const [start, end] = [points[0], points.at(-1)].map(point => timeOf(point?.frontierAt))
  if (asked === 'time' && start !== undefined && end !== undefined && start < end) {
    const within = (time: number) => Math.min(Math.max((time - start) / (end - start), 0), 1)
    const stops = points.map(({ version, frontierAt }) => {
      return { version, x: within(timeOf(frontierAt)) }
    })
    const xAt = (instant: string) => within(timeOf(instant))
    return { axis: 'time', ...between(stops), xAt, ...amountScale(amounts) }
  }
  return eventScale({ from, to }, amounts)
}

/**
 * The scale of amounts after events, each where the latest date is that the log had reached with it.
 * @param stops the events in the order recorded, with those dates in milliseconds
 */
export function dateScale(
  stops: readonly { readonly version: number; readonly time: number }[],
  amounts: readonly bigint[],
): Scale {
  const [first, last] = [stops[0], stops.at(-1)]
  if (!first || !last || first.time === last.time) {
    return eventScale({ from: first?.version ?? 1, to: last?.version ?? 1 }, amounts)
  }
  const within = (time: number) => (time - first.time) / (last.time - first.time)
  const places = stops.map(({ version, time }) => ({ version, x: within(time) }))
  return { axis: 'time', ...between(places), xAt: () => null, ...amountScale(amounts) }
}

/** The scale of amounts after events that are equally spaced. */
export function eventScale(
  { from, to }: { readonly from: number; readonly to: number },
  amounts: readonly bigint[],
): Scale {
  const stops =
    from === to
      ? [{ version: from, x: 0.5 }]
      : [
          { version: from, x: 0 },
          { version: to, x: 1 },
        ]
  return { axis: 'events', ...between(stops), xAt: () => null, ...amountScale(amounts) }
}

type Stop = { readonly version: number; readonly x: number }

/** Between two known places versions are equally spaced. */
function between(stops: readonly Stop[]): Pick<Scale, 'x' | 'versionAt'> {
  return {
    x: version => {
      const next = stops.findIndex(stop => stop.version >= version)
      const [before, after] = [stops[next - 1], stops.at(next)]
      if (!after || !before) return after?.x ?? 0
      const part = (version - before.version) / (after.version - before.version)
      return before.x + part * (after.x - before.x)
    },
    versionAt: x => {
      const next = stops.findIndex(stop => stop.x > x)
      const [before, after] = [stops.at(next - 1), stops.at(next)]
      if (!after || next === 0) return after?.version ?? 1
      if (!before || next < 0) return stops.at(-1)?.version ?? 1
      const part = (x - before.x) / (after.x - before.x)
      const nearest = Math.round(before.version + part * (after.version - before.version))
      if (nearest < after.version) return nearest
      return stops.findLast(stop => stop.x === after.x)?.version ?? nearest
    },
  }
}

/** The heights of amounts, between round ones. */
export function amountScale(amounts: readonly bigint[]): Pick<Scale, 'y' | 'lines'> {
  const low = amounts.reduce((least, amount) => (amount < least ? amount : least), 0n)
  const high = amounts.reduce((most, amount) => (amount > most ? amount : most), low + 1n)
  const spaces = BigInt(LINES_MAX - 1)
  const step = roundStep((high - low + spaces - 1n) / spaces)
  const bottom = floorTo(low, step)
  const lines: bigint[] = []
  for (let line = bottom; line < high + step && lines.length <= LINES_MAX; line += step) {
    lines.push(line)
  }
  const top = lines.at(-1) ?? high
  return {
    y: minor => Number(((minor - bottom) * PRECISION) / (top - bottom)) / Number(PRECISION),
    lines,
  }
}

/** The corners of a chart's line: the balance from a place on, until the next. */
export type Corner = { readonly x: number; readonly minor: bigint }

/** By time, late events are where they are dated; by event, each where it was recorded. */
export function cornersOf({ points, byDate }: CourseJson, scale: Scale): Corner[] {
  if (scale.axis === 'time') {
    return byDate.points.map(({ at, balance }) => {
      return { x: scale.xAt(at) ?? 0, minor: minorOf(balance) }
    })
  }
  return points.map(({ version, balance }) => ({ x: scale.x(version), minor: minorOf(balance) }))
}

/** A mark on the axis for late entries whose places are close together. */
export type LateMark = { readonly x: number; readonly versions: readonly number[] }

/** Of more late entries the server names only some. */
export const LATE_NAMED_MAX = 400

/** Closer marks would overlap. */
const APART = 0.05

/** Where late entries are marked: by time at their date, by event where they were recorded. */
export function lateMarks({ byDate, from, to }: CourseJson, scale: Scale): LateMark[] {
  const isShown = ({ version }: { version: number }) =>
    scale.axis === 'time' || (version >= from && version <= to)
  const places = byDate.late
    .filter(isShown)
    .map(({ version, occurredAt }) => ({ version, x: scale.xAt(occurredAt) ?? scale.x(version) }))
    .toSorted((a, b) => a.x - b.x)
  const marks: { x: number; versions: number[] }[] = []
  for (const { version, x } of places) {
    const last = marks.at(-1)
    if (last && x - last.x < APART) last.versions.push(version)
    else marks.push({ x, versions: [version] })
  }
  return marks
}

/** A step line as an SVG path in a box of 1000 by 1000, level up to the right edge. */
export function stepPath(corners: readonly Corner[], y: Scale['y']): string {
  const at = ({ x, minor }: Corner) => [round(x), round(1 - y(minor))]
  const [first, ...rest] = corners
  if (!first) return ''
  const [startX, startY] = at(first)
  if (rest.length === 0) return `M0 ${startY}H1000`
  const steps = rest.map(corner => `H${at(corner)[0]}V${at(corner)[1]}`).join('')
  return `M${startX} ${startY}${steps}${round(rest.at(-1)?.x ?? 1) < 1000 ? 'H1000' : ''}`
}

/** The point at a version, or the last one before it. */
export function pointAt(points: readonly PointJson[], version: number): PointJson | null {
  return points.findLast(point => point.version <= version) ?? null
}

/** A time without events between two adjacent points. */
export type Idle = { readonly before: number; readonly days: number }

const IDLES_MAX = 3
const IDLE_DAYS = 30

/** The longest times without events, which the chart leaves out. */
export function longestIdles(points: readonly PointJson[]): Idle[] {
  const idles: Idle[] = []
  for (const [index, point] of points.entries()) {
    const previous = points[index - 1]
    if (!previous || point.version !== previous.version + 1) continue
    const days = (Date.parse(point.occurredAt) - Date.parse(previous.occurredAt)) / DAY_MS
    if (days >= IDLE_DAYS) idles.push({ before: point.version, days: Math.floor(days) })
  }
  return idles
    .toSorted((a, b) => b.days - a.days)
    .slice(0, IDLES_MAX)
    .toSorted((a, b) => a.before - b.before)
}

/** A duration in words, rounded down: `2 years`, `5 months`, `40 days`. */
export function idleWords(days: number): string {
  const [count, unit] =
    days >= 730
      ? [Math.floor(days / 365.25), 'years']
      : days >= 61
        ? [Math.floor(days / 30.44), 'months']
        : [days, 'days']
  return `${count} ${unit}`
}

function timeOf(instant: string | undefined): number {
  return Date.parse(instant ?? '')
}

const PRECISION = 1_000_000n

function round(fraction: number): number {
  return Math.round(fraction * 10_000) / 10
}

function floorTo(amount: bigint, step: bigint): bigint {
  const rest = ((amount % step) + step) % step
  return amount - rest
}
