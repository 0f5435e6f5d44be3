import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { Amount } from '@/app/_ui/amount'
import { TextLink } from '@/app/_ui/text-link'
import type { AccountJson } from '@/app/_wire/types'
import { NothingHere } from '@/app/nothing-here'
import { isZero } from '@/domain/money/money'
import { Part } from '../part'
import { titleOf } from '../read-account'
import { readForStaff } from '../read-staff'
import { ReadOnly, StaffFrame } from '../staff-frame'
import { CloseForm } from './close-form'

export async function generateMetadata({
  params,
}: PageProps<'/accounts/[id]/close'>): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'close') }
}

/** Closes an account, once its balance is zero and it has no holds and no freeze. */
export default async function ClosePage({ params }: PageProps<'/accounts/[id]/close'>) {
  const { id } = await params
  const view = await readForStaff(id, 'closeAccounts')
  if (!view) return <NothingHere />
  const { account } = view
  const mayChange = view.mayChange && account.status !== 'closed'
  const canClose = !hasMoney(account) && account.holds.length === 0 && account.status === 'open'
  return (
    <StaffFrame view={view} title="Close" part="close">
      {account.status !== 'closed' && (
        <Part id="close-title" title="Close the account">
          <p className="mb-4 max-w-[60ch] text-soft">
            An account can be closed when its balance is zero, without holds or a freeze. Closing
            can’t be undone. The history stays readable.
          </p>
          <ul className="mb-5 border-rule border-t">
            <Condition met={!hasMoney(account)} name="Balance">
              <Amount value={account.balance} currency={account.currency} />
            </Condition>
            <Condition met={account.holds.length === 0} name="Holds">
              {account.holds.length === 0 ? (
                'None'
              ) : (
                <TextLink href={`/accounts/${id}/holds`}>
                  <Amount value={account.held} currency={account.currency} />
                </TextLink>
              )}
            </Condition>
            <Condition met={account.freeze === null} name="Freeze">
              {account.freeze ? (
                <TextLink href={`/accounts/${id}/freeze`}>Frozen</TextLink>
              ) : (
                'None'
              )}
            </Condition>
          </ul>
          {mayChange && canClose && <CloseForm accountId={id} commandId={newCommandId()} />}
        </Part>
      )}
      {!mayChange && <ReadOnly view={view} />}
    </StaffFrame>
  )
}

function hasMoney({ balance }: AccountJson): boolean {
  return !isZero(balance)
}

type ConditionProps = { met: boolean; name: string; children: ReactNode }

function Condition({ met, name, children }: ConditionProps) {
  return (
    <li className="grid grid-cols-[5rem_minmax(0,1fr)_auto] items-baseline gap-x-3 border-rule border-b py-2.5">
      <span className="text-faint">{name}</span>
      <span>{children}</span>
      <span className={met ? 'text-soft' : 'font-medium text-red-ink'}>
        {met ? 'Ready' : 'Blocks closing'}
      </span>
    </li>
  )
}
