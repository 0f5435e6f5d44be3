'use client'

import { Button } from './button'

type ListEndProps = {
  list: {
    hasNextPage: boolean
    isFetchingNextPage: boolean
    isFetchNextPageError: boolean
    fetchNextPage: () => unknown
  }
  /** How many are shown. */
  count: number
  noun: string
}

/** The foot of a long list: a link to more, or a note that this is all. */
export function ListEnd({ list, count, noun }: ListEndProps) {
  const counted = `${count} ${noun}${count === 1 ? '' : 's'}`
  return (
    <div className="flex min-h-16 flex-wrap items-center gap-x-4 gap-y-2 py-3 text-12 text-faint">
      <p role="status">
        {list.hasNextPage ? `${counted} shown` : count === 1 ? `One ${noun}` : `All ${counted}`}
      </p>
      {list.hasNextPage && (
        <Button
          look="bare"
          pending={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {list.isFetchingNextPage ? 'Loading more…' : 'Show more'}
        </Button>
      )}
      {list.isFetchNextPageError && (
        <p role="alert" className="text-red-ink">
          The next page could not be loaded. Try again.
        </p>
      )}
    </div>
  )
}
