import 'server-only'
import { accountQuery } from '@/app/_queries/accounts'
import { queryClient } from '@/app/_queries/client'
import { LiveState } from '@/app/_queries/live-state'
import { stateText } from '@/app/_queries/state-text'
import { rightsOn } from '@/app/_server/accounts/operators'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { may } from '@/app/_server/people/rights'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { NothingHere } from '@/app/nothing-here'
import { FormFrame, NotForYou } from './form-frame'
import { MovementNow } from './movement-now'
import { readAccount } from './read-account'

type MovementPageProps = { id: string; type: 'Deposit' | 'Withdraw' }

/** The page of a deposit or a withdrawal. */
export async function MovementPage({ id, type }: MovementPageProps) {
  const [viewer, zone, account] = await Promise.all([
    requireViewer(),
    readerZone(),
    readAccount(id),
  ])
  if (!account) return <NothingHere />
  if (!(await rightsOn(viewer, id)).includes('moveCash')) {
    return (
      <FormFrame account={account} title={type}>
        <NotForYou viewer={viewer} right="moveCash" account={account}>
          Only a teller can take and pay out cash.
        </NotForYou>
      </FormFrame>
    )
  }
  const client = queryClient()
  client.setQueryData(accountQuery(id).queryKey, account)
  return (
    <FormFrame account={account} title={type}>
      <LiveState state={stateText(client)}>
        <MovementNow
          id={id}
          type={type}
          zone={zone}
          commandId={newCommandId()}
          mayPostLate={may(viewer, 'postLate')}
        />
      </LiveState>
      {!may(viewer, 'readBank') && (
        <p className="mt-10 border-rule border-t pt-4 text-12 text-soft">
          Self-service, for the demo: other banks take and pay out cash at the counter only.
        </p>
      )}
    </FormFrame>
  )
}
