'use client'

import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { accountQuery, eventsQuery } from '@/app/_queries/accounts'
import { useLiveAccount } from '@/app/_queries/live-account'
import { pathOfView } from '@/app/_time/moment-path'
import type { Line } from '@/app/_ui/event-words'
import type { AccountJson, EventJson } from '@/app/_wire/types'
import { AuditTrail } from './audit-trail'
import { Balance } from './balance'
import { MovementForm } from './movement-form'

type AccountNowProps = {
  id: string
  zone: string
  /** The ids for the first command of each form; null when the reader may only read. */
  commandIds: { deposit: string; withdraw: string } | null
  /** Whether the reader may post late. */
  mayPostLate: boolean
}

/** The live part of an account's page: balance, forms and newest events. */
export function AccountNow({ id, zone, commandIds, mayPostLate }: AccountNowProps) {
  const { data: account } = useSuspenseQuery(accountQuery(id))
  useLiveAccount(id)
  const [pending, setPending] = useState<Line | null>(null)
  const lateIn = mayPostLate ? zone : null
  const [shown, show] = useState(account.version)
  const settle = useSettle(id)
  const onAccepted = (account: AccountJson, event: EventJson) => {
    show(event.version)
    settle(account, event)
  }
  const forms = { account, lateIn, onPending: setPending, onAccepted }
  return (
    <>
      <Balance
        label="Balance"
        value={account.balance}
        currency={account.currency}
        why={pathOfView(id, { segment: `v${account.version}` }, 'explain')}
      />
      {commandIds && (
        <section aria-label="Deposit and withdraw" className={FORMS}>
          <MovementForm type="Deposit" commandId={commandIds.deposit} {...forms} />
          <MovementForm type="Withdraw" commandId={commandIds.withdraw} {...forms} />
        </section>
      )}
      <AuditTrail
        id={id}
        zone={zone}
        currency={account.currency}
        version={account.version}
        shown={shown}
        onShow={show}
        pending={pending}
      />
    </>
  )
}

const FORMS = `mt-8 grid gap-4 border-rule border-t pt-6 md:grid-cols-2 md:gap-0
  md:[&>*:first-child]:pr-8 md:[&>*:last-child]:border-l md:[&>*:last-child]:border-rule
  md:[&>*:last-child]:pl-8`

/** Puts the answer into the cache at once, then refetches everything that it affects. */
function useSettle(id: string) {
  const client = useQueryClient()
  return useCallback(
    (account: AccountJson, event: EventJson) => {
      client.setQueryData(accountQuery(id).queryKey, account)
      client.setQueryData(eventsQuery(id).queryKey, data => {
        const [first, ...rest] = data?.pages ?? []
        if (!data || !first || first.items.some(item => item.eventId === event.eventId)) return data
        return { ...data, pages: [{ ...first, items: [event, ...first.items] }, ...rest] }
      })
      void client.invalidateQueries({ queryKey: ['accounts'] })
    },
    [client, id],
  )
}
