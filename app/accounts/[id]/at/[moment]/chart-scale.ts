import { DAY_MS } from '@/app/_time/period'
import type { PointJson } from '@/app/_wire/look-back'

/** The coordinates of a chart: 0 is left and bottom, 1 right and top. */
export type Scale = {
  x(version: number): number
  y(minor: bigint): number
  /** The grid lines: round amounts in minor units. */
  readonly lines: readonly bigint[]
}

/** The most grid lines. */
const LINES_MAX = 5

/**
 * The scale of a course: events are equally spaced, whatever the time between them; amounts are
 * linear, between the round amounts just below the lowest and just above the highest.
 */
export function scaleOf(points: readonly PointJson[], from: number, to: number): Scale {
  const amounts = points.map(({ balance }) => minorOf(balance))
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
    x: version => (to === from ? 0.5 : (version - from) / (to - from)),
    y: minor => Number(((minor - bottom) * PRECISION) / (top - bottom)) / Number(PRECISION),
    lines,
  }
}

/** The step line of a course as an SVG path in a box of 1000 by 1000. */
export function stepPath(points: readonly PointJson[], { x, y }: Scale): string {
  const at = ({ version, balance }: PointJson) => [
    round(x(version)),
    round(1 - y(minorOf(balance))),
  ]
  const [first, ...rest] = points
  if (!first) return ''
  const [startX, startY] = at(first)
  if (rest.length === 0) return `M0 ${startY}H1000`
  return `M${startX} ${startY}${rest.map(point => `H${at(point)[0]}V${at(point)[1]}`).join('')}`
}

/** A decimal text in minor units: all amounts of a currency have the same places. */
export function minorOf(decimal: string): bigint {
  return BigInt(decimal.replace('.', ''))
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

const PRECISION = 1_000_000n

function round(fraction: number): number {
  return Math.round(fraction * 10_000) / 10
}

/** The least of 1, 2, 5, 10, 20 ... minor units that is not below `atLeast`. */
function roundStep(atLeast: bigint): bigint {
  for (let power = 1n; ; power *= 10n) {
    for (const step of [power, 2n * power, 5n * power]) if (step >= atLeast) return step
  }
}

function floorTo(amount: bigint, step: bigint): bigint {
  const rest = ((amount % step) + step) % step
  return amount - rest
}
