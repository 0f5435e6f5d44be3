'use client'

import { useSuspenseQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { accountQuery } from '@/app/_queries/accounts'
import { useLiveAccount } from '@/app/_queries/live-account'
import type { AccountRight } from '@/app/_server/accounts/operators'
import { pathOfView } from '@/app/_time/moment-path'
import { actionsOf } from './account-actions'
import { ActionRow } from './action-row'
import { AuditTrail } from './audit-trail'
import { Available } from './available'
import { Balance } from './balance'
import type { Standing } from './read-standing'
import { StandingNotice } from './standing-notice'

type AccountNowProps = {
  id: string
  zone: string
  /** What the reader may do with the account beside reading it. */
  rights: readonly AccountRight[]
  standing: Standing | null
  /** Between what can be done and what happened. */
  children: ReactNode
}

/** The live part of an account's page: balance, actions and newest events. */
export function AccountNow({ id, zone, rights, standing, children }: AccountNowProps) {
  const { data: account } = useSuspenseQuery(accountQuery(id))
  useLiveAccount(id)
  const [shown, show] = useState(account.version)
  const actions = actionsOf(account, rights)
  return (
    <>
      <StandingNotice account={account} standing={standing} zone={zone} />
      <Balance
        label="Balance"
        value={account.balance}
        currency={account.currency}
        why={pathOfView(id, { segment: 'now' }, 'explain')}
      >
        <Available account={account} zone={zone} />
      </Balance>
      {actions.length > 0 && <ActionRow id={id} actions={actions} />}
      {children}
      <AuditTrail
        id={id}
        zone={zone}
        currency={account.currency}
        version={account.version}
        shown={shown}
        onShow={show}
      />
    </>
  )
}
