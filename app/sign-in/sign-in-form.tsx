'use client'

import { type ReactNode, useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { TextField } from '@/app/_ui/field'
import type { Role } from '@/app/_wire/types'
import { type SignInState, signIn } from './actions'

type DemoPerson = { email: string; name: string; role: Role }
type SignInFormProps = {
  next: string
  demo: readonly DemoPerson[]
  /** Other ways to sign in. */
  children: ReactNode
}

/** The password of all demo people, as `npm start` prints it. */
const DEMO_PASSWORD = 'daybook-demo'

const MAY: Readonly<Record<Role, string>> = {
  customer: 'Customer: uses their own accounts',
  teller: 'Teller: opens and uses all accounts',
  auditor: 'Auditor: reads everything, changes nothing',
  admin: 'Administrator: manages people and limits, moves no money',
}

/** Signs in with a password, or as one of the demo people with one click. Works without scripts. */
export function SignInForm({ next, demo, children }: SignInFormProps) {
  const [state, action, pending] = useActionState<SignInState, FormData>(signIn, {
    email: '',
    sentence: null,
  })
  return (
    <>
      <form action={action} className="flex flex-col gap-4">
        <input type="hidden" name="next" value={next} />
        <TextField
          id="email"
          name="email"
          type="email"
          label="E-mail"
          autoComplete="username"
          required
          defaultValue={state.email}
        />
        <TextField
          id="password"
          name="password"
          type="password"
          label="Password"
          autoComplete="current-password"
          required
          error={state.sentence}
        />
        <Button type="submit" look="primary" pending={pending} className="mt-2">
          {pending ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
      {children}
      {demo.length > 0 && <DemoPeople demo={demo} next={next} action={action} />}
    </>
  )
}

type DemoPeopleProps = Omit<SignInFormProps, 'children'> & { action: (form: FormData) => void }

function DemoPeople({ demo, next, action }: DemoPeopleProps) {
  return (
    <section aria-labelledby="demo" className="mt-10">
      <h2 id="demo" className="mb-2 text-12 text-faint">
        Demo bank. Sign in as
      </h2>
      <ul className="border-rule border-t">
        {demo.map(person => (
          <li key={person.email} className="border-rule border-b">
            <form action={action}>
              <input type="hidden" name="next" value={next} />
              <input type="hidden" name="email" value={person.email} />
              <input type="hidden" name="password" value={DEMO_PASSWORD} />
              <button
                type="submit"
                className="transition-calm flex w-full flex-col px-2 py-2.5 text-left hover:bg-sunken"
              >
                <span className="font-medium">{person.name}</span>
                <span className="text-12 text-soft">{MAY[person.role]}</span>
              </button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  )
}
