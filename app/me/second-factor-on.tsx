'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { TextField } from '@/app/_ui/field'
import { renewCodes, turnSecondFactorOff } from './actions'
import { RecoveryCodes } from './recovery-codes'
import { NOTHING } from './states'

/** New recovery codes, and turning the second factor off; both ask for the password. */
export function SecondFactorOn({ left }: { left: number }) {
  const [renewed, renew, isRenewing] = useActionState(renewCodes, { ...NOTHING, codes: null })
  const [ended, end, isEnding] = useActionState(turnSecondFactorOff, NOTHING)
  return (
    <div className="flex flex-col gap-6">
      <p>On. {left === 1 ? '1 recovery code is' : `${left} recovery codes are`} left.</p>
      {renewed.codes && <RecoveryCodes codes={renewed.codes} />}
      <form action={renew} className="flex max-w-sm flex-col gap-4">
        <TextField
          id="renew-password"
          name="password"
          type="password"
          label="Your password, for new recovery codes"
          autoComplete="current-password"
          required
          hint="The old ones stop working."
          error={renewed.sentence}
        />
        <Button type="submit" pending={isRenewing} className="self-start">
          Make new recovery codes
        </Button>
      </form>
      <form action={end} className="flex max-w-sm flex-col gap-4">
        <TextField
          id="off-password"
          name="password"
          type="password"
          label="Your password, to turn it off"
          autoComplete="current-password"
          required
          error={ended.sentence}
        />
        <Button type="submit" pending={isEnding} className="self-start">
          Turn off
        </Button>
      </form>
    </div>
  )
}
