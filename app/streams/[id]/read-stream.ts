import 'server-only'
import { redirect } from 'next/navigation'
import { requireViewer } from '@/app/_server/people/session'
import { readableStream, type StreamHead } from '@/app/_server/streams/access'
import { isAccount, streamPath } from '@/app/_wire/stream-path'

/**
 * The stream of this page; null when it is unknown, the viewer may not read it, or it is an
 * account, which has pages of its own.
 */
export async function readStream(id: string): Promise<StreamHead | null> {
  const stream = await readableStream(await requireViewer(), id)
  if (stream && isAccount(stream)) redirect(streamPath(stream))
  return stream
}

/** The page title: the stream, and the part that is shown. */
export async function titleOf(id: string, part: string): Promise<string> {
  return `${(await readStream(id))?.title ?? 'Stream'}, ${part}`
}
