import type { Metadata } from 'next'
import { askedQuery } from '@/app/_server/http/address'
import { requireViewer } from '@/app/_server/people/session'
import { eventDetail } from '@/app/_server/timeline/event-detail'
import { readerZone } from '@/app/_time/reader'
import { EventView } from '@/app/_timeline/event-view'
import { NothingHere } from '@/app/nothing-here'
import { readStream, titleOf } from '../../read-stream'

export async function generateMetadata({
  params,
}: PageProps<'/streams/[id]/events/[version]'>): Promise<Metadata> {
  const { id, version } = await params
  return { title: await titleOf(id, `event ${version.slice(0, 10)}`) }
}

/** The permalink of one event of a stream. */
export default async function StreamEventPage({
  params,
  searchParams,
}: PageProps<'/streams/[id]/events/[version]'>) {
  const [viewer, { id, version }, query] = await Promise.all([
    requireViewer(),
    params,
    askedQuery(searchParams),
  ])
  const [stream, zone] = await Promise.all([readStream(id), readerZone(query.zone)])
  const detail = stream && (await eventDetail(viewer, id, version))
  return detail ? <EventView detail={detail} zone={zone} /> : <NothingHere />
}
