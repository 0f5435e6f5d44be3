import { timeInTable, timeInWords } from '@/app/_time/written'

/** A moment of the bank: instants in ISO 8601, UTC; an absent one means now. */
export type BankMoment = { asOf?: string | undefined; knownAt?: string | undefined }

/** A moment in a sentence: `as of 26 Nov 2026, 14:03`. */
export function momentInWords(moment: BankMoment, zone: string): string {
  return `as of ${momentNamed(moment, zone)}`
}

/** The same after other words: `26 Nov 2026, 14:03`. */
export function momentNamed({ asOf, knownAt }: BankMoment, zone: string): string {
  const when = asOf ? timeInWords(asOf, zone) : 'now'
  return knownAt ? `${when}, using records as of ${timeInWords(knownAt, zone)}` : when
}

/** A moment at the head of a column: `2026-11-26 14:03`. */
export function momentInTable({ asOf, knownAt }: BankMoment, zone: string): string {
  const when = asOf ? timeInTable(asOf, zone) : 'now'
  return knownAt ? `${when}, records as of ${timeInTable(knownAt, zone)}` : when
}

/** Whether one moment is before another: by its effective date, then by the records it uses. */
export function isEarlier(one: BankMoment, other: BankMoment): boolean {
  const [a, b] = [effective(one), effective(other)]
  return a === b ? timeOf(one.knownAt) < timeOf(other.knownAt) : a < b
}

/** With only a recording clock, the effective date is the same instant. */
function effective({ asOf, knownAt }: BankMoment): number {
  return timeOf(asOf ?? knownAt)
}

function timeOf(instant: string | undefined): number {
  return instant === undefined ? Number.POSITIVE_INFINITY : Date.parse(instant)
}
