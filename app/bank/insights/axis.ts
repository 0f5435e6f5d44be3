import { roundStep } from '@/app/_ui/round-step'
import { groupAmount } from '@/domain/money/money'

const STEPS_MAX = 4n

/** An axis from zero: its figures in ascending order, the first zero, the last at or above `most`. */
export function axisOf(most: bigint): bigint[] {
  const top = most < 1n ? 1n : most
  const step = roundStep((top + STEPS_MAX - 1n) / STEPS_MAX)
  const ticks = [0n]
  for (let tick = step; tick < top + step; tick += step) ticks.push(tick)
  return ticks
}

/** An axis for these values. */
export function axisOver(values: readonly bigint[]): bigint[] {
  return axisOf(values.reduce((most, value) => (value > most ? value : most), 0n))
}

/** A length on the axis, in percent. */
export function percentOf(value: bigint, axis: readonly bigint[]): number {
  const top = axis.at(-1) ?? 1n
  return Number((value * 10_000n) / top) / 100
}

/** How much a decimal text is in minor units, whatever its sign. */
export function minorOf(amount: string): bigint {
  return BigInt(amount.replace(/[-.]/g, ''))
}

/** How often the columns of a chart have a label: on wide screens, and on narrow ones. */
export function labelsOf(columns: number): { each: number; eachNarrow: number } {
  const each = Math.max(1, Math.ceil(columns / 10))
  return { each, eachNarrow: each * 3 }
}

/** A number of accounts or events as charts write it: `1,200`. */
export function countText(count: bigint | number): string {
  return groupAmount(String(count))
}
