import { useEffect, useState } from 'react'
import { fetchJson, ProblemError } from '@/app/_queries/fetch-json'
import type { PayeeJson } from '@/app/_wire/types'
import { readAccountNumber } from '@/domain/money/account-number'

/** What an account number that is being typed leads to. */
export type FoundPayee =
  | { readonly found: 'typing' | 'looking' | 'unreachable' }
  | { readonly found: 'none'; readonly sentence: string }
  | { readonly found: 'one'; readonly payee: PayeeJson }

/** `DB`, two check digits and sixteen digits. */
const LENGTH = 20

/**
 * Checks a number's digits once it is complete, and then looks up whose it is, but only if it can
 * exist.
 */
export function usePayee(text: string, currency: string): FoundPayee {
  const number = readAccountNumber(text)
  const [answer, setAnswer] = useState<{ number: string; found: FoundPayee } | null>(null)
  useEffect(() => {
    if (number === null) return
    const { signal, abort } = controlled()
    const path = `/api/payees?${new URLSearchParams({ number, currency })}`
    fetchJson<PayeeJson>(path, signal).then(
      payee => setAnswer({ number, found: { found: 'one', payee } }),
      (error: unknown) => {
        if (!signal.aborted) setAnswer({ number, found: failureOf(error) })
      },
    )
    return abort
  }, [number, currency])
  if (number !== null) return answer?.number === number ? answer.found : { found: 'looking' }
  const isComplete = text.replaceAll(/\s/g, '').length >= LENGTH
  return isComplete ? { found: 'none', sentence: WRONG_DIGITS } : { found: 'typing' }
}

const WRONG_DIGITS = 'Check the digits: this is not an account number.'

function controlled() {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort() }
}

function failureOf(error: unknown): FoundPayee {
  return error instanceof ProblemError && error.status < 500
    ? { found: 'none', sentence: error.message }
    : { found: 'unreachable' }
}
