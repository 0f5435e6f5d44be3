'use client'

import { useEffect, useRef } from 'react'
import { TextField } from '@/app/_ui/field'
import type { FreezeScope } from '@/app/_wire/types'
import { REASON_LENGTH_MAX } from '@/domain/bank-account/rules'
import { bytesMaxOf } from '@/domain/text/clean'
import { Part } from '../part'
import { Outcome, StaffForm, useStaffForm } from '../staff-form'
import { freezeAccount, unfreezeAccount } from './actions'

type Freeze = { scope: FreezeScope; reason: string }

type FreezeFormsProps = {
  accountId: string
  commandIds: { freeze: string; unfreeze: string }
  /** The present freeze, which another one replaces. */
  freeze: Freeze | null
}

/** Unfreezes a frozen account, and freezes any, or freezes it otherwise. */
export function FreezeForms({ accountId, commandIds, freeze }: FreezeFormsProps) {
  const unfreeze = useStaffForm<never>('unfreeze', unfreezeAccount, commandIds.unfreeze, {})
  const outcome = useRef<HTMLDivElement>(null)
  const isUnfrozen = freeze === null && unfreeze.state.accepted !== null
  useEffect(() => {
    // The button that had the focus is gone.
    if (isUnfrozen) outcome.current?.focus()
  }, [isUnfrozen])
  return (
    <>
      {freeze ? (
        <Part id="unfreeze-title" title="Unfreeze">
          <StaffForm
            form={unfreeze}
            accountId={accountId}
            labelledBy="unfreeze-title"
            words={['Unfreeze account', 'Unfreezing…']}
          />
        </Part>
      ) : (
        <div ref={outcome} tabIndex={-1} className="mt-6 empty:hidden">
          {isUnfrozen && <Outcome state={unfreeze.state} pending={false} />}
        </div>
      )}
      <Part id="freeze-title" title={freeze ? 'Change the freeze' : 'Freeze the account'}>
        <FreezeForm accountId={accountId} commandId={commandIds.freeze} freeze={freeze} />
      </Part>
    </>
  )
}

type FreezeFormProps = { accountId: string; commandId: string; freeze: Freeze | null }

const SCOPES = [
  ['all', 'Everything', 'No money can move'],
  ['debits', 'Money out', 'No money can go out; it can still come in'],
  ['credits', 'Money in', 'No money can come in; it can still go out'],
] as const

function FreezeForm({ accountId, commandId, freeze }: FreezeFormProps) {
  const now = { scope: freeze?.scope ?? 'all', reason: freeze?.reason ?? '' }
  const form = useStaffForm('freeze', freezeAccount, commandId, now)
  const { scope } = form.values
  const fault = form.errorOf('scope')
  return (
    <StaffForm
      form={form}
      accountId={accountId}
      labelledBy="freeze-title"
      words={freeze ? ['Change freeze', 'Changing…'] : ['Freeze account', 'Freezing…']}
      look={freeze ? 'quiet' : 'primary'}
    >
      <fieldset aria-describedby={fault ? 'freeze-scope-note' : undefined}>
        <legend className="mb-1 text-12 text-soft">Stop</legend>
        {/* A form's reset after an answer restores existing inputs, but not new ones. */}
        <div key={scope} className="grid gap-x-6 gap-y-1">
          {SCOPES.map(([value, word, meaning], index) => (
            <label key={value} className="target flex items-center gap-3">
              <input
                id={index === 0 ? 'freeze-scope' : undefined}
                type="radio"
                name="scope"
                value={value}
                defaultChecked={value === scope}
                className="size-4 shrink-0 accent-accent"
              />
              <span>
                <span className="font-medium">{word}</span>
                <span className="block text-12 text-soft">{meaning}</span>
              </span>
            </label>
          ))}
        </div>
        {fault && (
          <p id="freeze-scope-note" role="alert" className="mt-1 text-12 text-red-ink">
            {fault}
          </p>
        )}
      </fieldset>
      <TextField
        {...form.field('reason')}
        label="Reason"
        hint="Staff and the customer see it"
        maxLength={bytesMaxOf(REASON_LENGTH_MAX)}
      />
    </StaffForm>
  )
}
