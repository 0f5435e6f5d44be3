'use client'

import { useState } from 'react'
import { InstantFields } from '@/app/_time/instant-fields'
import { TextField } from '@/app/_ui/field'
import { REASON_LENGTH_MAX } from '@/domain/bank-account/rules'
import { bytesMaxOf } from '@/domain/text/clean'
import { momentIn } from '../../../movement-button'
import { StaffForm, useStaffForm } from '../../../staff-form'
import { reverseEntry } from './actions'

type ReversalFormProps = { accountId: string; version: number; commandId: string; zone: string }

/** The refusals that a teller may overrule. */
const OVERRULED: readonly (string | undefined)[] = ['InsufficientFunds', 'InsufficientFundsSince']

/** Reverses an entry: the reason, the effective date, and after a refusal the leave to overdraw. */
export function ReversalForm({ accountId, version, commandId, zone }: ReversalFormProps) {
  const form = useStaffForm('reversal', reverseEntry, commandId, {
    reason: '',
    date: '',
    time: '',
    zone,
    allow: '',
    version: String(version),
    amount: '',
  })
  const { refusal } = form.state
  const [asOf, setAsOf] = useState<string | null>(null)
  const isShort = OVERRULED.includes(refusal?.kind)
  return (
    <StaffForm
      form={form}
      accountId={accountId}
      labelledBy="reversal-title"
      words={[asOf === null ? 'Reverse entry' : `Reverse entry as of ${asOf}`, 'Reversing…']}
      unseen={isShort ? ['version'] : ['version', 'amount']}
    >
      <input type="hidden" name="version" value={version} />
      <TextField
        {...form.field('reason')}
        label="Reason"
        maxLength={bytesMaxOf(REASON_LENGTH_MAX)}
      />
      <div
        onInput={({ currentTarget }) => {
          const filled = currentTarget.closest('form')
          setAsOf(filled && momentIn(new FormData(filled)))
        }}
      >
        <InstantFields
          legend="Effective date"
          label="Effective date"
          hint="Blank: now"
          placeholder="14:03"
          of={form.field}
        />
      </div>
      {(isShort || form.values.allow === 'yes') && (
        <Overdrawing
          id={form.field('amount').id}
          why={isShort && refusal ? refusal.sentence : null}
          isAllowed={form.values.allow === 'yes'}
        />
      )}
    </StaffForm>
  )
}

type OverdrawingProps = { id: string; why: string | null; isAllowed: boolean }

/** Offered beside the refusal that it overrules. */
function Overdrawing({ id, why, isAllowed }: OverdrawingProps) {
  return (
    <div className="rounded-md border border-rule-strong px-4 py-3">
      {why && (
        <p id={`${id}-note`} role="alert" className="mb-1 text-red-ink">
          {why}
        </p>
      )}
      <label className="target flex items-center gap-3">
        <input
          id={id}
          type="checkbox"
          name="allow"
          value="yes"
          key={String(isAllowed)}
          defaultChecked={isAllowed}
          aria-describedby={why ? `${id}-note` : undefined}
          className="size-4 shrink-0 accent-accent"
        />
        <span>Reverse anyway. The account may be overdrawn; the reversal records that.</span>
      </label>
    </div>
  )
}
