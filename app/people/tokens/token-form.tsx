'use client'

import { useActionState } from 'react'
import { ProofField } from '@/app/_commands/proof-field'
import { Button } from '@/app/_ui/button'
import { ChoiceField } from '@/app/_ui/choice-field'
import { CopyButton } from '@/app/_ui/copy-button'
import { describedBy, Field, TextField } from '@/app/_ui/field'
import { type NewTokenJson, SCOPES } from '@/app/_wire/tokens'
import { createToken, type TokenState } from './actions'
import { DAYS, ROLE_WORDS, SCOPE_WORDS } from './token-words'

const BLANK: TokenState = {
  values: { name: '', role: 'auditor', scopes: ['accounts:read'], accounts: '', days: '90' },
  refusal: null,
  made: null,
}

/** Makes a token, and shows it once. Works without scripts. */
export function TokenForm() {
  const [{ values, refusal, made }, action, pending] = useActionState(createToken, BLANK)
  const errorOf = (field: string) => (refusal?.field === field ? refusal.sentence : null)
  const hasPlace = ['name', 'role', 'scopes', 'accountIds', 'expiresAt', 'proof'].includes(
    refusal?.field ?? '',
  )
  return (
    <>
      {made && <Made token={made} />}
      <form action={action} autoComplete="off" className="flex flex-col gap-4">
        <TextField
          id="name"
          name="name"
          label="Service"
          hint="The name under which the program’s actions are recorded."
          required
          maxLength={60}
          defaultValue={values.name}
          error={errorOf('name')}
        />
        <ChoiceField
          id="role"
          name="role"
          label="Role"
          defaultValue={values.role}
          error={errorOf('role')}
          options={Object.entries(ROLE_WORDS)}
        />
        <Scopes chosen={values.scopes} error={errorOf('scopes')} />
        <Field
          id="accounts"
          label="Only these accounts"
          hint="Account numbers or IDs, one a line. Leave empty for all accounts."
          error={errorOf('accountIds')}
        >
          <textarea
            id="accounts"
            name="accounts"
            rows={2}
            maxLength={50_000}
            defaultValue={values.accounts}
            key={values.accounts}
            {...describedBy('accounts', '', errorOf('accountIds'))}
            className="box w-full"
          />
        </Field>
        <ChoiceField
          id="days"
          name="days"
          label="Good for"
          defaultValue={values.days}
          error={errorOf('expiresAt')}
          options={DAYS.map(days => [`${days}`, `${days} days`])}
        />
        <ProofField form="token" refusal={refusal} />
        <div className="flex flex-wrap items-center gap-4">
          <Button type="submit" look="primary" pending={pending}>
            {pending ? 'Making the token…' : 'Make token'}
          </Button>
          <p role="alert" className="text-12 text-red-ink">
            {refusal && !hasPlace && refusal.sentence}
          </p>
        </div>
      </form>
    </>
  )
}

function Made({ token: { name, token } }: { token: NewTokenJson }) {
  return (
    <div role="status" className="mb-6 border-accent border-l-2 pl-4">
      <p className="font-medium">{`Token of ${name}`}</p>
      <p className="mt-1 text-soft">Copy it now: it is not shown again.</p>
      <p className="mt-2 flex flex-wrap items-center gap-2">
        <code className="wrap-anywhere rounded-sm bg-sunken px-2 py-1 font-mono text-12">
          {token}
        </code>
        <CopyButton text={token} what="token">
          Copy
        </CopyButton>
      </p>
    </div>
  )
}

function Scopes({ chosen, error }: { chosen: readonly string[]; error: string | null }) {
  return (
    <fieldset {...describedBy('scopes', undefined, error)}>
      <legend className="mb-1 text-12 text-soft">Scopes</legend>
      {SCOPES.map(scope => (
        <label key={scope} className="target flex items-center gap-2">
          <input
            type="checkbox"
            name="scope"
            value={scope}
            defaultChecked={chosen.includes(scope)}
          />
          <span>
            <code className="font-mono text-12">{scope}</code>{' '}
            <span className="text-soft">{SCOPE_WORDS[scope]}</span>
          </span>
        </label>
      ))}
      {error && (
        <p id="scopes-note" role="alert" className="text-12 text-red-ink">
          {error}
        </p>
      )}
    </fieldset>
  )
}
