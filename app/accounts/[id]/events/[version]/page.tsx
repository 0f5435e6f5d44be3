import type { Metadata } from 'next'
import Link from 'next/link'
import { askedQuery } from '@/app/_server/http/address'
import { requireViewer } from '@/app/_server/people/session'
import { eventDetail } from '@/app/_server/timeline/event-detail'
import { readerZone } from '@/app/_time/reader'
import { EventFacts } from '@/app/_timeline/event-facts'
import { eventPath } from '@/app/_timeline/timeline-line'
import { ButtonLink } from '@/app/_ui/button'
import { timelinePath } from '@/app/_wire/timeline'
import { NothingHere } from '@/app/nothing-here'
import { titleOf } from '../../read-account'

/** The number of the event stands in the tab. */
export async function generateMetadata({
  params,
}: PageProps<'/accounts/[id]/events/[version]'>): Promise<Metadata> {
  const { id, version } = await params
  return { title: await titleOf(id, `event ${version.slice(0, 10)}`) }
}

/** One event under an address that is its own for good. */
export default async function EventPage({
  params,
  searchParams,
}: PageProps<'/accounts/[id]/events/[version]'>) {
  const [viewer, { id, version: text }, query] = await Promise.all([
    requireViewer(),
    params,
    askedQuery(searchParams),
  ])
  const [detail, zone] = await Promise.all([eventDetail(viewer, id, text), readerZone(query.zone)])
  if (!detail) return <NothingHere />
  const { version } = detail.event
  return (
    <main id="main" className="column py-8">
      <header className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1 className="font-semibold text-20">{`Event ${version}`}</h1>
        <p className="min-w-0 max-w-full break-words text-soft">
          of{' '}
          <Link href={`/accounts/${id}`} className="text-accent underline underline-offset-2">
            {detail.after.owner}
          </Link>
          {`, ${detail.newest} events in total`}
        </p>
      </header>
      <nav aria-label="Move between events" className="mt-4 mb-6 flex flex-wrap gap-2">
        {version > 1 && (
          <ButtonLink prefetch={false} href={eventPath(id, version - 1)}>
            {`← Event ${version - 1}`}
          </ButtonLink>
        )}
        {version < detail.newest && (
          <ButtonLink prefetch={false} href={eventPath(id, version + 1)}>
            {`Event ${version + 1} →`}
          </ButtonLink>
        )}
        <ButtonLink prefetch={false} href={timelinePath(id, { event: version, zone })}>
          Show in audit trail
        </ButtonLink>
      </nav>
      <div className="max-w-[40rem]">
        <EventFacts detail={detail} zone={zone} />
      </div>
    </main>
  )
}
