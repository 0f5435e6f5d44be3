import { Activity, ChevronDown } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'

/** A part of the bank that the header leads to, by the first word of its address. */
export type PlaceName =
  | 'accounts'
  | 'orders'
  | 'bank'
  | 'audit'
  | 'cases'
  | 'access'
  | 'approvals'
  | 'people'
  | 'operations'

type PlacesProps = {
  viewer: Viewer
  /** Where the reader is; absent on pages that no place leads to. */
  here: PlaceName | undefined
  /** How many requests and orders wait for the viewer's decision; null for whoever decides none. */
  waiting: number | null
  /** How many alerts nobody has acknowledged; null for whoever sees none, or while unknown. */
  alerts: number | null
}

type Place = {
  readonly name: PlaceName
  /** `before` is only said where a narrow row has no room for it. */
  readonly words: { readonly before?: string; readonly text: string }
  readonly count?: ReactNode
}

/**
 * The navigation of the header. The staff have more places than a narrow row has room for: there it
 * has the most used ones and what has a count, and a menu, which needs no scripts, has the others.
 */
export function Places({ viewer, here, ...counts }: PlacesProps) {
  const isOfStaff = may(viewer, 'readBank')
  const places = isOfStaff ? placesOfStaff(viewer, counts) : EVERYBODYS
  const pinned = pinnedOf(places)
  const others = places.filter(place => !pinned.includes(place))
  return (
    <nav aria-label="Daybook" className={isOfStaff ? `${NAV} ${ROW_UNTIL_WIDE}` : `${NAV} ${ROW}`}>
      <div className={`flex flex-wrap ${others.length > 0 ? 'max-md:pr-16' : ''}`}>
        {places.map(place => (
          <PlaceLink
            key={place.name}
            place={place}
            isHere={place.name === here}
            className={pinned.includes(place) ? '' : 'max-md:hidden'}
          />
        ))}
      </div>
      {others.length > 0 && <More places={others} here={here} />}
    </nav>
  )
}

const EVERYBODYS: readonly Place[] = [
  { name: 'accounts', words: { text: 'Accounts' } },
  { name: 'orders', words: { text: 'Orders' } },
]

type Counted = Pick<PlacesProps, 'waiting' | 'alerts'>

function placesOfStaff(viewer: Viewer, { waiting, alerts }: Counted): Place[] {
  const has: Partial<Record<PlaceName, boolean>> = {
    access: may(viewer, 'readAccessLog'),
    approvals: waiting !== null,
    people: may(viewer, 'readPeople'),
    operations: may(viewer, 'readOperations') || Boolean(alerts),
  }
  const places: Place[] = [
    ...EVERYBODYS,
    { name: 'bank', words: { before: 'Whole ', text: 'bank' } },
    { name: 'audit', words: { text: 'Audit trail' } },
    { name: 'cases', words: { text: 'Cases' } },
    { name: 'access', words: { text: 'Access log' } },
    {
      name: 'approvals',
      words: { text: 'Approvals' },
      count: waiting ? <Waiting count={waiting} /> : undefined,
    },
    { name: 'people', words: { text: 'People' } },
    {
      name: 'operations',
      words: { text: may(viewer, 'readOperations') ? 'Operations' : 'Alerts' },
      count: alerts ? <Alerts count={alerts} /> : undefined,
    },
  ]
  return places.filter(({ name }) => has[name] ?? true)
}

/** What a narrow row keeps: the first three of these, and the alerts while there are any. */
function pinnedOf(places: readonly Place[]): Place[] {
  const known = (['accounts', 'orders', 'approvals', 'bank'] as const)
    .flatMap(name => places.filter(place => place.name === name))
    .slice(0, 3)
  return [...known, ...places.filter(({ name, count }) => name === 'operations' && count)]
}

function More({ places, here }: { places: readonly Place[]; here: PlaceName | undefined }) {
  const isHere = places.some(({ name }) => name === here)
  return (
    <details className="group md:hidden">
      <summary className={`${PLACE} absolute top-0 right-0`} aria-current={isHere || undefined}>
        <span className={WORDS}>More</span>
        <span className="sr-only"> places{isHere && ', with this one'}</span>
        <ChevronDown {...SIGN} className="ml-1 group-open:rotate-180" />
      </summary>
      <div className="grid grid-cols-2 pb-1">
        {places.map(place => (
          <PlaceLink key={place.name} place={place} isHere={place.name === here} />
        ))}
      </div>
    </details>
  )
}

type PlaceLinkProps = { place: Place; isHere: boolean; className?: string }

function PlaceLink({ place: { name, words, count }, isHere, className = '' }: PlaceLinkProps) {
  const isSign = name === 'operations' && count !== undefined
  return (
    <Link
      href={`/${name}`}
      prefetch={PREFETCHED.has(name) ? null : false}
      aria-current={isHere || undefined}
      className={`${PLACE} ${className}`}
    >
      {isSign && <Activity {...SIGN} className="md:hidden" />}
      {words.before && <span className="whitespace-pre max-md:sr-only">{words.before}</span>}
      <span className={isSign ? 'max-md:sr-only' : WORDS}>{words.text}</span>
      {count}
    </Link>
  )
}

const PREFETCHED: ReadonlySet<PlaceName> = new Set(['accounts', 'bank', 'audit'])

/** Drawn by the server, so that browsers load no code for it. */
const SIGN = { 'aria-hidden': true, size: 16, strokeWidth: 1.75 } as const

const PLACE = `target transition-calm inline-flex items-center whitespace-nowrap rounded-md px-2 text-soft
  hover:text-ink aria-[current=true]:text-ink max-[26rem]:px-1.5`
const WORDS = `decoration-2 decoration-accent underline-offset-8 in-aria-[current=true]:underline
  max-md:first-letter:uppercase`

const NAV = 'relative max-[26rem]:-mx-1.5'
/** A row of its own where the header is too narrow. */
const ROW = `max-md:order-last max-md:-mx-2 max-md:basis-[calc(100%+1rem)]
  max-[26rem]:basis-[calc(100%+0.75rem)] md:mr-auto md:ml-5`
const ROW_UNTIL_WIDE = `max-xl:order-last max-xl:-mx-2 max-xl:basis-[calc(100%+1rem)]
  max-[26rem]:basis-[calc(100%+0.75rem)] xl:mr-auto xl:ml-5`

function Alerts({ count }: { count: number }) {
  return (
    <span className="ml-1.5 rounded-sm bg-red-wash px-1.5 text-12 text-red-ink">
      {count}
      <span className="sr-only">{count === 1 ? ' alert' : ' alerts'}</span>
    </span>
  )
}

function Waiting({ count }: { count: number }) {
  return (
    <span className="ml-1.5 rounded-sm bg-accent-solid px-1.5 text-12 text-on-accent">
      {count}
      <span className="sr-only"> waiting</span>
    </span>
  )
}
