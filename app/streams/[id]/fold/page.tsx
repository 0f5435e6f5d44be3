import type { Metadata } from 'next'
import { foldPage } from '@/app/_past/fold-query'
import { FoldView } from '@/app/_past/fold-view'
import { askedQuery } from '@/app/_server/http/address'
import { readVersionCursor } from '@/app/_server/http/cursors'
import { getFold } from '@/app/_server/past/look-back'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { NothingHere } from '@/app/nothing-here'
import { readStream, titleOf } from '../read-stream'
import { StreamHeading } from '../stream-heading'

export async function generateMetadata({
  params,
}: PageProps<'/streams/[id]/fold'>): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'event by event') }
}

/** A stream's state folded event by event, starting at `?version=`. */
export default async function StreamFoldPage({
  params,
  searchParams,
}: PageProps<'/streams/[id]/fold'>) {
  const [viewer, { id }, query] = await Promise.all([
    requireViewer(),
    params,
    askedQuery(searchParams),
  ])
  const [stream, zone] = await Promise.all([readStream(id), readerZone()])
  if (!stream) return <NothingHere />
  const text = query.version ?? String(stream.version)
  const version = typeof text === 'string' ? readVersionCursor(text) : null
  if (version === null || version > stream.version) return <NothingHere />
  const fold = await getFold(viewer, id, foldPage(version))
  if (!fold) return <NothingHere />
  return (
    <main id="main" className="column py-8">
      <StreamHeading stream={stream} />
      <FoldView
        key={`${version} ${fold.newest}`}
        of={{ type: stream.type, id }}
        start={version}
        initial={fold}
        zone={zone}
      />
    </main>
  )
}
