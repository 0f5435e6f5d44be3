import { exactTime } from '@/app/_time/instant'
import { dateInWords, momentInWords } from '@/app/_time/written'
import { amountText } from '@/app/_ui/amount'
import type { ComparedJson, ComparisonJson, LegJson } from '@/app/_wire/look-back'
import { isZero } from '@/domain/money/money'
import { fieldsOf } from './changes'
import { momentWords } from './moment-words'

/** The names of a comparison's two moments, exact where they would be the same. */
export function namesOf({ from, to }: ComparisonJson, zone: string): [string, string] {
  const [one, other] = [nameOf(from, zone), nameOf(to, zone)]
  const isOne = from.asOf === to.asOf && from.knownAt === to.knownAt
  return one !== other || isOne ? [one, other] : [exactName(from, zone), exactName(to, zone)]
}

function nameOf({ byVersion, version, recordedAt, asOf, knownAt }: ComparedJson, zone: string) {
  const event = byVersion && recordedAt !== null ? { version, recordedAt } : null
  return momentWords({ event, asOf, knownAt }, zone)
}

function exactName({ asOf, knownAt }: ComparedJson, zone: string): string {
  const when = asOf === null ? 'now' : `on ${exactTime(asOf, zone)}`
  return knownAt === null ? when : `${when}, using records as of ${exactTime(knownAt, zone)}`
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
  if (!isZero(change)) {
    const word = change.startsWith('-') ? 'less' : 'more'
    return `From ${before} to ${after}: ${amountText(change.replace('-', ''), currency)} ${word}.`
  }
  const same = from.version === to.version ? 'Nothing changed' : 'Same balance'
  const [free, freed] = [from, to].map(({ state }) => state.available)
  const available =
    typeof free === 'string' && typeof freed === 'string' && free !== freed
      ? ` Available: ${amountText(free, currency)}, then ${amountText(freed, currency)}.`
      : ''
  return `${available ? 'Same balance' : same}: ${after} at both dates.${available}`
}

function fieldsWords(from: ComparedJson, to: ComparedJson): string {
  const count = fieldsOf(from.state, to.state).filter(({ changed }) => changed).length
  if (count === 0) return 'Nothing changed.'
  return count === 1 ? 'One field differs.' : `${count} fields differ.`
}

/** The result of one leg in sentences; without a currency they mention only events. */
export function legWords(leg: LegJson, currency: string | null, zone: string): string {
  const { kind, from, to, change, added, removed } = leg
  const gone = removed === 0 ? '' : ` ${countWord(removed)} at the earlier date only.`
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
      const day = from.asOf === null ? 'now' : `on ${momentInWords(from.asOf, zone)}`
      const since = correctionDay(leg, zone)
      const known = to.knownAt === null ? '' : ` (records as of ${momentInWords(to.knownAt, zone)})`
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
  return first === undefined ? 'later' : dateInWords(first, zone)
}

function countWord(count: number): string {
  if (count === 0) return 'No events'
  return count === 1 ? 'One event' : `${count} events`
}
