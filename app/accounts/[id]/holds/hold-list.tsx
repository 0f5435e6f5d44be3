'use client'

import { useEffect, useRef } from 'react'
import { CommandOf } from '@/app/_commands/command-of'
import { useCommandForm } from '@/app/_commands/use-command-form'
import { useReviewStep } from '@/app/_commands/use-review-step'
import { Amount } from '@/app/_ui/amount'
import { AmountField } from '@/app/_ui/amount-field'
import { Button } from '@/app/_ui/button'
import { TimeInWords } from '@/app/_ui/time-in-words'
import { UserText } from '@/app/_ui/user-text'
import type { AccountJson, HoldJson } from '@/app/_wire/types'
import { Outcome } from '../staff-form'
import { type SettleState, settleHold } from './actions'
import { CaptureReview } from './capture-review'

type HoldListProps = {
  account: Pick<AccountJson, 'id' | 'currency' | 'balance' | 'available' | 'holds'>
  /** Null for readers who change nothing. */
  commandId: string | null
  zone: string
}

/** The open holds, each with its ways to end. */
export function HoldList({ account, commandId, zone }: HoldListProps) {
  const form = useCommandForm(settleHold, initialState(commandId ?? ''))
  const step = useReviewStep(form.state)
  const { state } = form
  const { values, refusal } = state
  const outcome = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // The hold whose button had the focus may be gone.
    if (state.accepted) outcome.current?.focus()
    if (state.refusal?.field === 'amount') {
      document.getElementById(`capture-${state.values.holdId}`)?.focus()
    }
  }, [state])
  const { holds, currency } = account
  const fault = refusal?.field === 'amount' ? refusal.sentence : null
  const faultOf = (holdId: string) => (values.holdId === holdId ? fault : null)
  const reviewed = holds.find(({ holdId }) => holdId === values.holdId)
  if (state.review && step.isReviewed && reviewed) {
    const { formAction, pending } = form
    const both = { account, state, commandId: form.commandId, formAction, pending }
    return <CaptureReview {...both} hold={reviewed} review={state.review} onChange={step.leave} />
  }
  return (
    <>
      {holds.length === 0 ? (
        <p className="border-rule border-y py-6 text-soft">No open holds.</p>
      ) : (
        <ul className="border-rule border-t">
          {holds.map(hold => (
            <li key={hold.holdId} className="border-rule border-b py-3">
              <HoldFacts hold={hold} currency={currency} zone={zone} />
              {commandId !== null && (
                <form
                  action={form.formAction}
                  aria-label={`Hold of ${hold.amount} ${currency}`}
                  autoComplete="off"
                  className="mt-2 flex flex-wrap items-start gap-2"
                >
                  <CommandOf accountId={account.id} commandId={form.commandId} />
                  <input type="hidden" name="holdId" value={hold.holdId} />
                  <div className="min-w-0 max-w-64 flex-1 basis-40">
                    <AmountField
                      id={`capture-${hold.holdId}`}
                      name="amount"
                      label="Amount to capture"
                      placeholder={hold.amount}
                      currency={currency}
                      defaultValue={values.holdId === hold.holdId ? values.amount : ''}
                      error={faultOf(hold.holdId)}
                      hint="Blank: the full hold"
                    />
                  </div>
                  <div className="mt-5 flex gap-2">
                    <Button type="submit" name="what" value="capture" pending={form.pending}>
                      Capture
                    </Button>
                    <Button type="submit" name="what" value="release" pending={form.pending}>
                      Release
                    </Button>
                  </div>
                </form>
              )}
            </li>
          ))}
        </ul>
      )}
      <div ref={outcome} tabIndex={-1} className="mt-2">
        {/* A hold that is over has no row any more. */}
        <Outcome state={state} pending={form.pending} unseen={['holdId']} />
      </div>
    </>
  )
}

function HoldFacts({ hold, currency, zone }: { hold: HoldJson; currency: string; zone: string }) {
  const { amount, note, expiresAt } = hold
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4">
      <p className="min-w-0 break-words font-medium">
        <UserText>{note ?? 'Hold'}</UserText>
      </p>
      <p className="text-right font-medium">
        <Amount value={amount} currency={currency} />
      </p>
      <p className="col-span-2 text-12 text-soft">
        Expires <TimeInWords instant={expiresAt} zone={zone} />
      </p>
    </div>
  )
}

function initialState(commandId: string): SettleState {
  const values = { holdId: '', amount: '', what: '' }
  return { commandId, values, refusal: null, accepted: null, review: null }
}
