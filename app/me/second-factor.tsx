'use client'

import { useActionState } from 'react'
import { setUpSecondFactor } from './actions'
import { RecoveryCodes } from './recovery-codes'
import { SecondFactorOn } from './second-factor-on'
import { SetUpForm } from './set-up-form'
import { NOTHING, type SetUpState } from './states'

/**
 * The second factor: set up step by step, or on, with `left` recovery codes. The codes stay in sight
 * when the page, rendered anew after the last step, has it on. Works without scripts.
 */
export function SecondFactor({ left }: { left: number | null }) {
  const [state, action, pending] = useActionState<SetUpState, FormData>(setUpSecondFactor, {
    step: 'password',
    ...NOTHING,
  })
  const codes = state.step === 'codes' ? state.codes : null
  return (
    <div className="flex flex-col gap-4">
      {codes && <RecoveryCodes codes={codes} />}
      {left !== null && <SecondFactorOn left={left} />}
      {left === null && state.step !== 'codes' && (
        <SetUpForm state={state} action={action} pending={pending} />
      )}
    </div>
  )
}
