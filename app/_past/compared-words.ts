import { exactTime, wallTime } from '@/app/_time/instant'
import { amountText } from '@/app/_ui/amount'
import type { ComparedJson, ComparisonJson, LegJson } from '@/app/_wire/look-back'
import { fieldsOf } from './changes'

/** The names of a comparison's two moments: `after event 57`, an instant, or now. */
export function namesOf({ from, to, legs }: ComparisonJson, zone: string): [string, string] {
  const areVersions = legs[0]?.kind === 'recorded'
  const nameOf = ({ asOf, knownAt, version }: ComparedJson) => {
    const isNow = asOf === null && !areVersions
    const when = isNow ? 'now' : asOf === null ? `after event ${version}` : exactTime(asOf, zone)
    return knownAt === null ? when : `${when}, using records as of ${exactTime(knownAt, zone)}`
  }
  return [nameOf(from), nameOf(to)]
}

/** The account's balance at one of two moments; 0 when it did not exist. */
export function balanceOf({ state }: ComparedJson): string {
  return typeof state.balance === 'string' ? state.balance : '0'
}

/** `This entry`, `These 2 entries`. */
export function entriesWord(count: number): string {
  return count === 1 ? 'This entry' : `These ${count} entries`
}

/** The result of a comparison in one sentence. */
export function headlineOf({ from, to, change, currency }: ComparisonJson): string {
  if (currency === null || change === null) return fieldsWords(from, to)
  const [before, after] = [from, to].map(side => amountText(balanceOf(side), currency))
  if (/[1-9]/.test(change)) {
    const word = change.startsWith('-') ? 'less' : 'more'
    return `From ${before} to ${after}: ${amountText(change.replace('-', ''), currency)} ${word}.`
  }
  const same = from.version === to.version ? 'No differences' : 'Same balance'
  return `${same}: ${after} at both dates.`
}

function fieldsWords(from: ComparedJson, to: ComparedJson): string {
  const count = fieldsOf(from.state, to.state).filter(({ changed }) => changed).length
  if (count === 0) return 'No differences.'
  return count === 1 ? 'One field differs.' : `${count} fields differ.`
}

/** The result of one leg in sentences; without a currency they mention only events. */
export function legWords(leg: LegJson, currency: string | null, zone: string): string {
  const { kind, from, to, change, added, removed } = leg
  const gone = removed === 0 ? '' : ` ${countWord(removed)} at the first date only.`
  if (currency === null || change === null) {
    const how =
      kind === 'learned' && added > 0
        ? `recorded later, on ${correctionDay(leg, zone)}`
        : 'in between'
    return `${added + removed === 0 ? 'No events in between' : `${countWord(added)} ${how}`}.${gone}`
  }
  const [before, after] = [from, to].map(side => amountText(balanceOf(side), currency))
  switch (kind) {
    case 'learned': {
      const day = from.asOf === null ? 'now' : `on ${wallTime(from.asOf, zone).date}`
      const since = correctionDay(leg, zone)
      const known = to.knownAt === null ? '' : ` (records as of ${exactTime(to.knownAt, zone)})`
      const verb = added === 1 ? 'explains' : 'explain'
      if (added === 0) return `Balance ${day}: ${before}. No late entries since.${gone}`
      return `Balance ${day}: ${before} as recorded then; ${after} after late entries recorded on ${since}${known}. ${entriesWord(added)} ${verb} ${amountText(change, currency)}.${gone}`
    }
    case 'happened':
    case 'recorded':
      if (added === 0 && removed === 0) return 'No events in between.'
      return `${countWord(added)} in between, from ${before} to ${after}: ${amountText(change, currency)}.${gone}`
  }
}

function correctionDay({ items }: LegJson, zone: string): string {
  const first = items[0]?.event.createdAt
  return first === undefined ? 'later' : wallTime(first, zone).date
}

function countWord(count: number): string {
  if (count === 0) return 'No events'
  return count === 1 ? 'One event' : `${count} events`
}
