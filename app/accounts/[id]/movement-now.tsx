'use client'

import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { accountQuery } from '@/app/_queries/accounts'
import { useLiveAccount } from '@/app/_queries/live-account'
import type { AccountJson } from '@/app/_wire/types'
import { Available } from './available'
import { BalanceLine } from './balance'
import { MovementForm } from './movement-form'

type MovementNowProps = {
  id: string
  type: 'Deposit' | 'Withdraw'
  zone: string
  /** The command id of the form without scripts. */
  commandId: string
  mayPostLate: boolean
}

/** The live part of a movement's page: the balance and the form. */
export function MovementNow({ id, type, zone, commandId, mayPostLate }: MovementNowProps) {
  const { data: account } = useSuspenseQuery(accountQuery(id))
  useLiveAccount(id)
  const client = useQueryClient()
  const onAccepted = (after: AccountJson) => {
    client.setQueryData(accountQuery(id).queryKey, after)
    void client.invalidateQueries({ queryKey: ['accounts'] })
  }
  return (
    <MovementForm {...{ type, account, commandId, zone, mayPostLate, onAccepted }}>
      <BalanceLine value={account.balance} currency={account.currency}>
        <Available account={account} zone={zone} />
      </BalanceLine>
    </MovementForm>
  )
}
