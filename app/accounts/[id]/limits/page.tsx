import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { Amount } from '@/app/_ui/amount'
import { TimeInWords } from '@/app/_ui/time-in-words'
import type { AccountJson } from '@/app/_wire/types'
import { NothingHere } from '@/app/nothing-here'
import { formatAmount, parseAmount } from '@/domain/money/money'
import { Part } from '../part'
import { titleOf } from '../read-account'
import { readForStaff } from '../read-staff'
import { ReadOnly, StaffFrame } from '../staff-frame'
import { LimitsForm, OverdraftForm } from './limit-forms'

export async function generateMetadata({
  params,
}: PageProps<'/accounts/[id]/limits'>): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'limits') }
}

/** How far the balance may go below zero, and how much may go out at once and in a day. */
export default async function LimitsPage({ params }: PageProps<'/accounts/[id]/limits'>) {
  const { id } = await params
  const view = await readForStaff(id, 'setLimits')
  if (!view) return <NothingHere />
  const { account, zone } = view
  const { currency, overdraftLimit, limits } = account
  const used = usedOf(account)
  const mayChange = view.mayChange && account.status !== 'closed'
  return (
    <StaffFrame view={view} title="Limits" part="limits">
      <Part id="overdraft-title" title="Overdraft">
        <dl className={FACTS}>
          {!mayChange && (
            <Fact name="Limit">
              <Amount value={overdraftLimit} currency={currency} />
            </Fact>
          )}
          {used && (
            <Fact name="In use">
              <Amount value={used} currency={currency} />
            </Fact>
          )}
        </dl>
        {mayChange && (
          <OverdraftForm account={{ id, currency, overdraftLimit }} commandId={newCommandId()} />
        )}
      </Part>
      <Part id="limits-title" title="Withdrawals and transfers">
        {limits ? (
          <LimitFacts limits={limits} currency={currency} zone={zone} whole={!mayChange} />
        ) : (
          !mayChange && <p className="mb-4 text-soft">No limits.</p>
        )}
        {mayChange && <LimitsForm account={{ id, currency, limits }} commandId={newCommandId()} />}
      </Part>
      {!mayChange && <ReadOnly view={view} />}
    </StaffFrame>
  )
}

/** What of the overdraft is used, holds included; null: nothing. */
function usedOf({ available, overdraftLimit, currency }: AccountJson): string | null {
  const [limit, left] = [overdraftLimit, available].map(text => parseAmount(text, currency))
  if (!limit?.ok || !left?.ok || left.minor >= limit.minor) return null
  return formatAmount(limit.minor - left.minor, currency)
}

type LimitFactsProps = {
  limits: NonNullable<AccountJson['limits']>
  currency: string
  zone: string
  whole: boolean
}

/** What is left today; and, where no form shows them, the limits. */
function LimitFacts({ limits, currency, zone, whole }: LimitFactsProps) {
  const { perMovement, perDay, timeZone, leftToday, renewsAt } = limits
  return (
    <dl className={FACTS}>
      {whole && (
        <>
          <Fact name="Per movement">
            {perMovement ? <Amount value={perMovement} currency={currency} /> : 'No limit'}
          </Fact>
          <Fact name="Per day">
            {perDay ? <Amount value={perDay} currency={currency} /> : 'No limit'}
            {perDay && <span className="text-soft">{`, days in ${timeZone}`}</span>}
          </Fact>
        </>
      )}
      {leftToday && (
        <Fact name="Remaining today">
          <Amount value={leftToday} currency={currency} className="font-medium" />
        </Fact>
      )}
      {renewsAt && (
        <Fact name="Renews">
          <TimeInWords instant={renewsAt} zone={zone} />
        </Fact>
      )}
    </dl>
  )
}

const FACTS = 'mb-4 empty:hidden grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-2'

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}
