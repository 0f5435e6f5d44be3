import type { Metadata } from 'next'
import { askedQuery } from '@/app/_server/http/address'
import { requireViewer } from '@/app/_server/people/session'
import { attemptDetail } from '@/app/_server/timeline/attempt-detail'
import { readerZone } from '@/app/_time/reader'
import { AttemptView } from '@/app/_timeline/attempt-view'
import { NothingHere } from '@/app/nothing-here'

export const metadata: Metadata = { title: 'Refused attempt' }

/** The permalink of a refused command on an account. */
export default async function AccountAttemptPage({
  params,
  searchParams,
}: PageProps<'/accounts/[id]/refusals/[commandId]'>) {
  const [viewer, { id, commandId }, query] = await Promise.all([
    requireViewer(),
    params,
    askedQuery(searchParams),
  ])
  const [detail, zone] = await Promise.all([
    attemptDetail(viewer, id, commandId),
    readerZone(query.zone),
  ])
  return detail ? <AttemptView detail={detail} zone={zone} /> : <NothingHere />
}
