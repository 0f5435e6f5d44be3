'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowUp } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useDoorbell } from '@/app/_queries/doorbell'
import { bankNewsQuery, newestQuery, TIMELINE_PART } from '@/app/_queries/timeline'
import type { TimelineItem } from '@/app/_wire/types'

type NewsPillProps = {
  streamId: string | null
  /** The stream's newest event when the list was opened. */
  newest: number | null
  /** When the list was opened, by the server's clock. */
  opened: string
  filtered: boolean
}

/** Announces new events. The list doesn't move until it is clicked. */
export function NewsPill({ streamId, newest, opened, filtered }: NewsPillProps) {
  return streamId === null || newest === null ? (
    <BankNews opened={opened} filtered={filtered} />
  ) : (
    <StreamNews streamId={streamId} newest={newest} filtered={filtered} />
  )
}

function StreamNews({
  streamId,
  newest,
  filtered,
}: {
  streamId: string
  newest: number
  filtered: boolean
}) {
  const router = useRouter()
  const client = useQueryClient()
  const { queryKey } = newestQuery(streamId)
  const { data = newest } = useQuery(newestQuery(streamId))
  useDoorbell(`/api/streams/${streamId}/live`, 'version', version => {
    if (version === null) void client.invalidateQueries({ queryKey })
    else client.setQueryData(queryKey, (known = newest) => Math.max(known, Number(version)))
  })
  const count = Math.max(0, data - newest)
  function show() {
    window.scrollTo({ top: 0, behavior: 'instant' })
    router.refresh()
  }
  return <Pill count={count} filtered={filtered} onPress={show} />
}

/** Counts the events since the list was opened, up to one page. */
function BankNews({ opened, filtered }: { opened: string; filtered: boolean }) {
  const router = useRouter()
  const client = useQueryClient()
  const { data } = useQuery(bankNewsQuery())
  useDoorbell('/api/events/live', 'position', () => {
    void client.invalidateQueries({ queryKey: bankNewsQuery().queryKey })
  })
  const isNew = (item: TimelineItem) => !('refused' in item) && item.createdAt > opened
  const count = data?.items.filter(isNew).length ?? 0
  function show() {
    window.scrollTo({ top: 0, behavior: 'instant' })
    router.refresh()
  }
  return <Pill count={count} atLeast={count === TIMELINE_PART} filtered={filtered} onPress={show} />
}

type PillProps = {
  count: number
  /** There may be more. */
  atLeast?: boolean
  filtered?: boolean
  onPress: () => void
}

/** The pill; it takes no space while there is nothing new. */
export function Pill({ count, atLeast = false, filtered = false, onPress }: PillProps) {
  const more = filtered ? ' before filters' : ''
  return (
    <div role="status" className="pointer-events-none sticky top-14 z-20 flex h-0 justify-center">
      {count > 0 && (
        <button
          type="button"
          onClick={onPress}
          className="target pointer-events-auto mt-1 inline-flex h-9 animate-arrive items-center gap-2 rounded-full bg-accent-solid px-4 font-medium text-12 text-on-accent shadow-md hover:bg-accent-hover"
        >
          <ArrowUp aria-hidden size={14} strokeWidth={2} />
          {`${count}${atLeast ? ' or more' : ''} new${more}`}
        </button>
      )}
    </div>
  )
}
