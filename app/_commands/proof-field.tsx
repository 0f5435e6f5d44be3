'use client'

import { useEffect } from 'react'
import { TextField } from '@/app/_ui/field'

type Refusal = {
  readonly field: string | null
  readonly sentence: string
  readonly kind?: string
} | null

/**
 * Asks in a form again who its sender is, when the last answer said so; a wrong proof is an error.
 * @param form the prefix of the form's ids
 */
export function ProofField({ form, refusal }: { form: string; refusal: Refusal }) {
  const id = `${form}-proof`
  const isAsked = refusal?.field === 'proof'
  // Each refusal is an answer of its own, so that a second wrong proof gets the focus too.
  useEffect(() => {
    if (refusal?.field === 'proof') document.getElementById(id)?.focus()
  }, [refusal, id])
  if (!isAsked) return null
  const { sentence, kind } = refusal
  return (
    <TextField
      id={id}
      name="proof"
      type="password"
      label="Your password, or a code of your authenticator app"
      autoComplete="current-password"
      maxLength={1024}
      {...(kind === 'ConfirmationRequired' ? { hint: sentence } : { error: sentence })}
    />
  )
}
