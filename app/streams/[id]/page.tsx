import type { Metadata } from 'next'
import { askedQuery } from '@/app/_server/http/address'
import { requireViewer } from '@/app/_server/people/session'
import { readerOrder, readerZone } from '@/app/_time/reader'
import { readSearch } from '@/app/_timeline/read-search'
import { TimelineSection } from '@/app/_timeline/timeline-section'
import { NothingHere } from '@/app/nothing-here'
import { readStream, titleOf } from './read-stream'
import { StreamHeading } from './stream-heading'

export async function generateMetadata({ params }: PageProps<'/streams/[id]'>): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'audit trail') }
}

/** The timeline of a stream of any type: every event, filtered by the address. */
export default async function StreamPage({ params, searchParams }: PageProps<'/streams/[id]'>) {
  const [viewer, { id }, query] = await Promise.all([
    requireViewer(),
    params,
    askedQuery(searchParams),
  ])
  const [stream, zone, order] = await Promise.all([readStream(id), readerZone(), readerOrder()])
  if (!stream) return <NothingHere />
  const { read, cursor, scripts } = readSearch(query)
  return (
    <main id="main" className="column py-6">
      <StreamHeading stream={stream} />
      <TimelineSection {...{ viewer, stream, read, zone, order, cursor, scripts }} />
    </main>
  )
}
