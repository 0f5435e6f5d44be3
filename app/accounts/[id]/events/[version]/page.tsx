import type { Metadata } from 'next'
import { askedQuery } from '@/app/_server/http/address'
import { may } from '@/app/_server/people/rights'
import { requireViewer } from '@/app/_server/people/session'
import { eventDetail } from '@/app/_server/timeline/event-detail'
import { readerZone } from '@/app/_time/reader'
import { EventView } from '@/app/_timeline/event-view'
import { TextLink } from '@/app/_ui/text-link'
import { NothingHere } from '@/app/nothing-here'
import { titleOf } from '../../read-account'

export async function generateMetadata({
  params,
}: PageProps<'/accounts/[id]/events/[version]'>): Promise<Metadata> {
  const { id, version } = await params
  return { title: await titleOf(id, `event ${version.slice(0, 10)}`) }
}

/** The permalink of one event. */
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
  return (
    <>
      <EventView detail={detail} zone={zone} />
      {may(viewer, 'readCases') && (
        <nav aria-label="Cases" data-chrome className="column flex flex-wrap gap-x-5 pb-8">
          <TextLink href={`/cases?accountId=${id}`} prefetch={false}>
            Cases
          </TextLink>
          {may(viewer, 'writeCases') && (
            <TextLink href={`/cases/new?accountId=${id}&event=${text}`} prefetch={false}>
              New case about this event
            </TextLink>
          )}
        </nav>
      )}
    </>
  )
}
