import { wallTime } from '@/app/_time/instant'
import { choicesOf, momentSentence } from '@/app/_time/moment-words'
import { type AskedMoment, readMoment } from '@/app/_time/wall-clock'

/** The four clocks of two moments of the bank, as its address names them (ISO 8601, UTC). */
export const CLOCKS = ['asOf', 'knownAt', 'withAsOf', 'withKnownAt'] as const
export type Clock = (typeof CLOCKS)[number]
export type Clocks = Partial<Record<Clock, string>>

/** The form's values: a date and a time for each clock, and one zone for all. */
export type MomentValues = Record<`${Clock}Date` | `${Clock}Time`, string> & { zone: string }

/** An invalid field of the form. */
export type MomentProblem = {
  field: keyof MomentValues
  sentence: string
  choices: { label: string; href: string }[]
}

/** The address to redirect to, or what is wrong with the form. */
export type ReadForm = { ok: true; href: string } | { ok: false; problem: MomentProblem }

/** The page of the balances, which compares two moments, and that of the books, which has one. */
export type BankPage = '/bank/at' | '/bank/trial-balance'

/** The address of a page of the bank at a moment, and of the moment it is compared with. */
export function bankPath(clocks: Clocks, zone: string, page: BankPage = '/bank/at'): string {
  const search = new URLSearchParams()
  for (const clock of CLOCKS) if (clocks[clock]) search.set(clock, clocks[clock])
  if (search.size > 0) search.set('zone', zone)
  return search.size > 0 ? `${page}?${search}` : page
}

/** The form's values from the query of the address. */
export function valuesTyped(
  query: Readonly<Record<string, string | string[] | undefined>>,
  zone: string,
): MomentValues {
  const text = (name: string) => {
    const value = query[name]
    return typeof value === 'string' ? value.slice(0, 100) : ''
  }
  const values = valuesFrom({}, text('zone') || zone)
  for (const clock of CLOCKS) {
    values[`${clock}Date`] = text(`${clock}Date`)
    values[`${clock}Time`] = text(`${clock}Time`)
  }
  return values
}

/** The form's values for these clocks, in a zone. */
export function valuesFrom(clocks: Clocks, zone: string): MomentValues {
  const written = (instant: string | undefined) => {
    if (instant === undefined) return { date: '', time: '' }
    const { date, time, fraction } = wallTime(new Date(instant).toISOString(), zone)
    return { date, time: time + fraction }
  }
  const [asOf, knownAt, withAsOf, withKnownAt] = CLOCKS.map(clock => written(clocks[clock]))
  return {
    asOfDate: asOf?.date ?? '',
    asOfTime: asOf?.time ?? '',
    knownAtDate: knownAt?.date ?? '',
    knownAtTime: knownAt?.time ?? '',
    withAsOfDate: withAsOf?.date ?? '',
    withAsOfTime: withAsOf?.time ?? '',
    withKnownAtDate: withKnownAt?.date ?? '',
    withKnownAtTime: withKnownAt?.time ?? '',
    zone,
  }
}

/** Parses the form; a clock with an empty date and time means now. */
export function readForm(values: MomentValues, now: Date, page?: BankPage): ReadForm {
  const clocks: Clocks = {}
  for (const clock of CLOCKS) {
    const [date, time] = [values[`${clock}Date`], values[`${clock}Time`]]
    if (date.trim() === '' && time.trim() === '') continue
    const asked: AskedMoment = { date, time, zone: values.zone }
    const read = readMoment(asked, now)
    if (!read.ok) {
      const { field } = read.fault
      const suffix = field === 'date' ? 'Date' : 'Time'
      const problem: MomentProblem = {
        field: `${clock}${suffix}`,
        sentence: momentSentence(read.fault, 'optional'),
        choices: choicesOf(read.fault).map(({ label, instant }) => ({
          label,
          href: bankPath({ ...clocks, [clock]: instant }, values.zone, page),
        })),
      }
      return { ok: false, problem }
    }
    clocks[clock] = read.instant
  }
  return { ok: true, href: bankPath(clocks, values.zone, page) }
}
