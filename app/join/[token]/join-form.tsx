'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { TextField } from '@/app/_ui/field'
import { type JoinState, setPassword } from './actions'

type JoinFormProps = {
  token: string
  /** The address that the person signs in with; null when they have yet to say it. */
  email: string | null
  hint: string
}

/** Sets a password. Works without scripts. */
export function JoinForm({ token, email, hint }: JoinFormProps) {
  const [state, action, pending] = useActionState<JoinState, FormData>(setPassword, {
    ...{ name: '', email: '', field: null, sentence: null },
  })
  const errorOf = (field: JoinState['field']) => (state.field === field ? state.sentence : null)
  return (
    <form action={action} className="flex flex-col gap-4">
      <input type="hidden" name="token" value={token} />
      {email === null ? (
        <>
          <TextField
            id="name"
            name="name"
            label="Your name"
            autoComplete="name"
            required
            defaultValue={state.name}
            error={errorOf('name')}
          />
          <TextField
            id="email"
            name="email"
            type="email"
            label="E-mail"
            autoComplete="username"
            required
            defaultValue={state.email}
            error={errorOf('email')}
          />
        </>
      ) : (
        // For password managers: whose password it is.
        <input type="hidden" name="email" value={email} autoComplete="username" />
      )}
      <TextField
        id="password"
        name="password"
        type="password"
        label="New password"
        autoComplete="new-password"
        required
        hint={hint}
        error={errorOf('password')}
      />
      <Button type="submit" look="primary" pending={pending} className="mt-2">
        {pending ? 'Setting…' : 'Set password and sign in'}
      </Button>
      {state.field === null && state.sentence !== null && (
        <p role="alert" className="text-12 text-red-ink">
          {state.sentence}
        </p>
      )}
    </form>
  )
}
