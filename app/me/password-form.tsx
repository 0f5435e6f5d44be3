'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { TextField } from '@/app/_ui/field'
import { changePassword } from './actions'
import { NOTHING } from './states'

/** Changes the password. Works without scripts; password managers may fill it in. */
export function PasswordForm({ email, hint }: { email: string; hint: string }) {
  const [state, action, pending] = useActionState(changePassword, NOTHING)
  const errorOf = (field: string) => (state.field === field ? state.sentence : null)
  return (
    <form action={action} className="flex max-w-sm flex-col gap-4">
      <input type="hidden" name="email" value={email} autoComplete="username" />
      <TextField
        id="present"
        name="present"
        type="password"
        label="Present password"
        autoComplete="current-password"
        required
        error={errorOf('present')}
      />
      <TextField
        id="next"
        name="next"
        type="password"
        label="New password"
        autoComplete="new-password"
        required
        hint={hint}
        error={errorOf('next')}
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" pending={pending}>
          Change password
        </Button>
        <p role="status" className="min-w-0 flex-1 text-soft">
          {state.done}
        </p>
      </div>
    </form>
  )
}
