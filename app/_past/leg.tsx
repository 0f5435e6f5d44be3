import { ButtonLink } from '@/app/_ui/button-link'
import type { LegJson } from '@/app/_wire/look-back'
import { legWords } from './compared-words'
import { EntryTable } from './entry-table'

type LegProps = {
  leg: LegJson
  currency: string | null
  zone: string
  isFirstPage: boolean
  /** The address of the page after a cursor, or of the first page. */
  moreHref: (cursor: string | null) => string
}

const TITLES: Readonly<Record<LegJson['kind'], string>> = {
  learned: 'Recorded later',
  happened: 'Effective in between',
  recorded: 'Recorded in between',
}

/** One leg between two moments: in words, and the events that explain it. */
export function Leg({ leg, currency, zone, isFirstPage, moreHref }: LegProps) {
  const title = TITLES[leg.kind]
  const rows = (side: 'added' | 'removed') =>
    leg.items
      .filter(item => item.side === side)
      .map(({ event }) => ({ event, change: event.money?.change ?? '', late: event.late }))
  return (
    <section aria-label={title} className="mt-10">
      <h2 className="font-medium text-16">{title}</h2>
      <p className="mt-1 mb-3 max-w-[72ch] text-soft">{legWords(leg, currency, zone)}</p>
      {rows('added').length > 0 && (
        <EntryTable
          caption={`${title}, in the order recorded`}
          zone={zone}
          currency={currency}
          rows={rows('added')}
        />
      )}
      {rows('removed').length > 0 && (
        <>
          <h3 className="mt-6 mb-2 text-soft">Only at the earlier date</h3>
          <EntryTable
            caption={`${title}: only at the earlier date`}
            zone={zone}
            currency={currency}
            rows={rows('removed')}
          />
        </>
      )}
      {(leg.nextCursor !== null || !isFirstPage) && (
        <nav aria-label={`Pages: ${title}`} className="flex min-h-14 items-center gap-2 py-2">
          {!isFirstPage && (
            <ButtonLink href={moreHref(null)} prefetch={false}>
              First page
            </ButtonLink>
          )}
          {leg.nextCursor !== null && (
            <ButtonLink href={moreHref(leg.nextCursor)} prefetch={false}>
              More events
            </ButtonLink>
          )}
        </nav>
      )}
    </section>
  )
}
