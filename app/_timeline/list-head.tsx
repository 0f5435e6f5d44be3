import { ArrowUp } from 'lucide-react'
import { timeInWords } from '@/app/_time/written'
import { Button } from '@/app/_ui/button'
import type { Head } from './use-both-ways'

type ListHeadProps = { head: Head; order: 'asc' | 'desc'; zone: string }

/** Loads what lies above the moment at which a list was opened. */
export function ListHead({ head, order, zone }: ListHeadProps) {
  const { isReady, show, parts } = head
  const word = order === 'desc' ? 'newer' : 'older'
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-4 text-12 text-faint">
      {parts.error ? (
        <>
          <p role="alert" className="text-red-ink">{`The ${word} events could not be loaded.`}</p>
          <Button look="bare" onClick={parts.retry}>
            Try again
          </Button>
        </>
      ) : isReady ? (
        <Button look="bare" className="-ml-3" onClick={show}>
          <ArrowUp aria-hidden size={14} strokeWidth={2} />
          {`Show ${word} events`}
        </Button>
      ) : parts.searchedTo !== null ? (
        <>
          <p role="status">
            {`No ${word} events found up to ${timeInWords(parts.searchedTo, zone)}.`}
          </p>
          <Button onClick={parts.isSearching ? parts.stop : parts.more}>
            {parts.isSearching ? 'Stop' : 'Keep searching'}
          </Button>
        </>
      ) : (
        <p role="status">
          {parts.hasMore ? `Searching for ${word} events…` : `No ${word} events match.`}
        </p>
      )}
    </div>
  )
}
