import { exactTime, wallTime } from '@/app/_time/instant'
import { amountText } from '@/app/_ui/amount'
import type { ComparedJson, ComparisonJson, LegJson } from '@/app/_wire/look-back'
import type { Mark } from '../balance-chart'
import { balanceOf, entriesWord } from '../words'

/** Both moments of a comparison by name: `after event 57`, an instant, or now. */
export function namesOf({ from, to, legs }: ComparisonJson, zone: string): [string, string] {
  const areVersions = legs[0]?.kind === 'recorded'
  const nameOf = ({ asOf, knownAt, version }: ComparedJson) => {
    const isNow = asOf === null && !areVersions
    const when = isNow ? 'now' : asOf === null ? `after event ${version}` : exactTime(asOf, zone)
    return knownAt === null ? when : `${when}, using records as of ${exactTime(knownAt, zone)}`
  }
  return [nameOf(from), nameOf(to)]
}

/** What the whole comparison comes to, in one sentence. */
export function headlineOf({ from, to, change, currency }: ComparisonJson): string {
  const [before, after] = [from, to].map(side => amountText(balanceOf(side), currency))
  if (/[1-9]/.test(change)) {
    const word = change.startsWith('-') ? 'less' : 'more'
    return `From ${before} to ${after}: ${amountText(change.replace('-', ''), currency)} ${word}.`
  }
  const same = from.version === to.version ? 'No differences' : 'Same balance'
  return `${same}: ${after} at both dates.`
}

/** What one leg of the way comes to, in sentences. */
export function legWords(leg: LegJson, currency: string, zone: string): string {
  const { kind, from, to, change, added, removed } = leg
  const [before, after] = [from, to].map(side => amountText(balanceOf(side), currency))
  const gone = removed === 0 ? '' : ` ${countWord(removed)} at the first date only.`
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

/** Both moments as marks in a chart. */
export function marksOf({ from, to }: ComparisonJson): Mark[] {
  const mark = (label: string, side: ComparedJson) => ({
    label,
    version: Math.max(side.version, 1),
    balance: balanceOf(side),
  })
  if (from.version === to.version) return [mark('Both', to)]
  return [mark('First', from), mark('Second', to)]
}

function correctionDay({ items }: LegJson, zone: string): string {
  const first = items[0]?.event.createdAt
  return first === undefined ? 'later' : wallTime(first, zone).date
}

function countWord(count: number): string {
  return count === 1 ? 'One event' : `${count} events`
}
