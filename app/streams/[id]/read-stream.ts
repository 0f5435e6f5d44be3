import 'server-only'
import { redirect } from 'next/navigation'
import { requireViewer } from '@/app/_server/people/session'
import { readableStream, type StreamHead } from '@/app/_server/streams/access'
import { isAccount, streamPath } from '@/app/_wire/stream-path'

/** The stream of this page; null when it is unknown or not the reader's. Accounts have own pages. */
export async function readStream(id: string): Promise<StreamHead | null> {
  const stream = await readableStream(await requireViewer(), id)
  if (stream && isAccount(stream)) redirect(streamPath(stream))
  return stream
}

/** What the browser's tab says: which stream it is, and what of it is shown. */
export async function titleOf(id: string, part: string): Promise<string> {
  return `${(await readStream(id))?.title ?? 'Stream'}, ${part}`
}
