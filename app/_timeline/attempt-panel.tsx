'use client'

import { useQuery } from '@tanstack/react-query'
import { attemptDetailQuery } from '@/app/_queries/timeline'
import { ListFailure } from '@/app/_ui/list-failure'
import { SkeletonRows } from '@/app/_ui/skeleton'
import { AttemptFacts } from './attempt-facts'
import { PanelFrame, type PanelProps } from './event-panel'

type AttemptPanelProps = PanelProps & { streamId: string; commandId: string }

/** One refused command beside the list. */
export function AttemptPanel({ streamId, commandId, ...props }: AttemptPanelProps) {
  const { data, error, refetch } = useQuery(attemptDetailQuery(streamId, commandId))
  const { zone, accounts = false } = props
  return (
    <PanelFrame {...props} name="Refused attempt">
      {data ? (
        <AttemptFacts detail={data} zone={zone} accounts={accounts} />
      ) : error ? (
        <ListFailure what="The refused attempt" error={error} retry={refetch} />
      ) : (
        <SkeletonRows rows={6} label="Loading the refused attempt" />
      )}
    </PanelFrame>
  )
}
