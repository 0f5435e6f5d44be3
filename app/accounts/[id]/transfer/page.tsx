import type { Metadata } from 'next'
import { accountQuery } from '@/app/_queries/accounts'
import { queryClient } from '@/app/_queries/client'
import { LiveState } from '@/app/_queries/live-state'
import { stateText } from '@/app/_queries/state-text'
import { rightsOn } from '@/app/_server/accounts/operators'
import { payeeChoices } from '@/app/_server/accounts/payees'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { askedQuery } from '@/app/_server/http/address'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { NothingHere } from '@/app/nothing-here'
import { readAccountNumber } from '@/domain/money/account-number'
import { FormFrame, NotForYou } from '../form-frame'
import { readAccount, titleOf } from '../read-account'
import { TransferNow } from './transfer-now'

type Props = PageProps<'/accounts/[id]/transfer'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'transfer') }
}

/** Sends money from an account to another one of this bank: `?to=` fills its number in. */
export default async function TransferPage({ params, searchParams }: Props) {
  const [viewer, zone, { id }, { to }] = await Promise.all([
    requireViewer(),
    readerZone(),
    params,
    askedQuery(searchParams),
  ])
  const account = await readAccount(id)
  if (!account) return <NothingHere />
  if (!(await rightsOn(viewer, id)).includes('transfer')) {
    return (
      <FormFrame account={account} title="Transfer">
        <NotForYou viewer={viewer} right="transfer" account={account}>
          You can view this account but not send money from it.
        </NotForYou>
      </FormFrame>
    )
  }
  const choices = await payeeChoices(viewer, id)
  const client = queryClient()
  client.setQueryData(accountQuery(id).queryKey, account)
  return (
    <FormFrame account={account} title="Transfer">
      <LiveState state={stateText(client)}>
        <TransferNow
          id={id}
          zone={zone}
          commandId={newCommandId()}
          number={(typeof to === 'string' && readAccountNumber(to)) || ''}
          choices={choices}
        />
      </LiveState>
    </FormFrame>
  )
}
