import type { Metadata } from 'next'
import { EntryTable } from '@/app/_past/entry-table'
import { askedQuery } from '@/app/_server/http/address'
import { readVersionCursor } from '@/app/_server/http/cursors'
import { explainBalance } from '@/app/_server/past/look-back'
import { pathOfView } from '@/app/_time/moment-path'
import { ZoneNote } from '@/app/_time/zone-note'
import { amountText } from '@/app/_ui/amount'
import { ButtonLink } from '@/app/_ui/button-link'
import type { EntryOrder, ExplanationJson } from '@/app/_wire/look-back'
import { NothingHere } from '@/app/nothing-here'
import { AccountIdentity } from '../../../account-identity'
import { NoSuchMoment } from '../no-such-moment'
import { PastFrame } from '../past-frame'
import { readPast, titleOfPast } from '../read-past'
import { AvailableSum } from './available-sum'

const ENTRIES_PER_PAGE = 50

export async function generateMetadata({
  params,
  searchParams,
}: PageProps<'/accounts/[id]/at/[moment]/explain'>): Promise<Metadata> {
  const [{ id, moment }, query] = await Promise.all([params, askedQuery(searchParams)])
  return { title: await titleOfPast(id, moment, query, 'balance explained') }
}

/** The events that add up to a balance, down to the first. */
export default async function ExplainPage({
  params,
  searchParams,
}: PageProps<'/accounts/[id]/at/[moment]/explain'>) {
  const [{ id, moment: segment }, query] = await Promise.all([params, askedQuery(searchParams)])
  const past = await readPast(id, segment, query)
  if (!past || 'title' in past) return <NoSuchMoment past={past} />
  const before = typeof query.before === 'string' ? readVersionCursor(query.before) : null
  const order = 'version' in past.moment ? 'recorded' : 'effective'
  const page = { order, limit: ENTRIES_PER_PAGE, ...(before !== null && { before }) } as const
  const found = await explainBalance(past.viewer, id, past.moment, page)
  if (!found.found) return <NothingHere />
  const { items, nextCursor, account } = found
  return (
    <PastFrame
      id={id}
      identity={
        <>
          <AccountIdentity account={past.answer.account} zone={past.zone} />
          <ZoneNote shown={past.zone} />
        </>
      }
      place={past.place}
      moment={past.named}
      newest={past.now.version}
      zone={past.zone}
      view="explain"
    >
      <AvailableSum account={account} placedBy={found.placedBy} zone={past.zone} />
      <section aria-labelledby="why" className="mt-8">
        <h2 id="why" className="font-medium text-20">
          {`How ${amountText(account.balance, account.currency)} adds up`}
        </h2>
        <p className="mt-1 mb-4 max-w-[72ch] text-soft">{sumWords(found, order)}</p>
        <EntryTable
          caption={`Events behind this balance, ${order === 'recorded' ? 'newest recorded' : 'latest'} first`}
          zone={past.zone}
          currency={account.currency}
          rows={items.map(({ event, change, balance }) => ({
            event,
            change,
            balance,
            late: event.late,
          }))}
        />
        <nav
          aria-label="Pages"
          className="flex min-h-16 items-center gap-2 py-3 text-12 text-faint"
        >
          {before !== null && (
            <ButtonLink href={pathOfView(id, past.place, 'explain')} prefetch={false}>
              Back to the newest
            </ButtonLink>
          )}
          {nextCursor ? (
            <ButtonLink
              href={pathOfView(id, past.place, 'explain', { before: nextCursor })}
              prefetch={false}
            >
              Earlier events
            </ButtonLink>
          ) : (
            <p>First event</p>
          )}
        </nav>
      </section>
    </PastFrame>
  )
}

function sumWords({ counted, account }: ExplanationJson, order: EntryOrder): string {
  const { prefix, late } = counted
  const count = prefix + late
  const how = order === 'recorded' ? 'in the order recorded' : 'by effective date'
  const events = `${count === 1 ? 'One event' : `${count} events`} ${how}`
  const more =
    late === 0
      ? ''
      : `, among them ${late === 1 ? 'one late entry' : `${late} late entries`} recorded after event ${account.version}`
  return `${events}${more}. Each balance is the one below plus the amount.`
}
