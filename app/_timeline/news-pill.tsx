'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowUp } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { accountQuery } from '@/app/_queries/accounts'
import { useLiveAccount } from '@/app/_queries/live-account'
import { bankNewsQuery } from '@/app/_queries/timeline'
import { keyOf } from './entry'

type NewsPillProps = { accountId: string | null; newest: number | null; filtered: boolean }

/** Says that there are new events. Nothing that is being read moves until it is pressed. */
export function NewsPill({ accountId, newest, filtered }: NewsPillProps) {
  return accountId === null || newest === null ? (
    <BankNews />
  ) : (
    <AccountNews accountId={accountId} newest={newest} filtered={filtered} />
  )
}

function AccountNews({
  accountId,
  newest,
  filtered,
}: {
  accountId: string
  newest: number
  filtered: boolean
}) {
  const router = useRouter()
  useLiveAccount(accountId)
  const { data } = useQuery(accountQuery(accountId))
  const count = Math.max(0, (data?.version ?? newest) - newest)
  function show() {
    window.scrollTo({ top: 0, behavior: 'instant' })
    router.refresh()
  }
  return <Pill count={count} filtered={filtered} onPress={show} />
}

/** Counts from the event that was the newest when it first asked. */
function BankNews() {
  const router = useRouter()
  const { data } = useQuery(bankNewsQuery())
  const keys = data?.items.map(keyOf) ?? []
  const [first, setFirst] = useState<string | null>(null)
  const newest = keys[0] ?? null
  if (first === null && newest !== null) setFirst(newest)
  const place = first === null ? 0 : keys.indexOf(first)
  function show() {
    setFirst(newest)
    window.scrollTo({ top: 0, behavior: 'instant' })
    router.refresh()
  }
  return <Pill count={place < 0 ? keys.length : place} filtered onPress={show} />
}

type PillProps = { count: number; filtered?: boolean; onPress: () => void }

/** The pill itself; it takes no room while there is nothing to tell. */
export function Pill({ count, filtered = false, onPress }: PillProps) {
  const more = filtered ? ' in the book' : ''
  return (
    <div role="status" className="pointer-events-none sticky top-14 z-10 flex h-0 justify-center">
      {count > 0 && (
        <button
          type="button"
          onClick={onPress}
          className="target pointer-events-auto mt-1 inline-flex h-9 animate-arrive items-center gap-2 rounded-full bg-accent-solid px-4 font-medium text-12 text-on-accent shadow-md hover:bg-accent-hover"
        >
          <ArrowUp aria-hidden size={14} strokeWidth={2} />
          {`${count} new${more}`}
        </button>
      )}
    </div>
  )
}
