'use server'

import type { CommandFormState } from '@/app/_commands/form-state'
import type { FreezeScope } from '@/app/_wire/types'
import { submitOn } from '../staff-command'

export type FreezeField = 'scope' | 'reason'

const SCOPES: readonly string[] = ['debits', 'credits', 'all'] satisfies FreezeScope[]

export async function freezeAccount(
  _previous: CommandFormState<FreezeField>,
  sent: FormData,
): Promise<CommandFormState<FreezeField>> {
  return submitOn(sent, ['scope', 'reason'], ({ scope, reason }) =>
    isScope(scope)
      ? { type: 'FreezeAccount', scope, reason }
      : { field: 'scope', sentence: 'Choose what to stop.' },
  )
}

function isScope(text: string): text is FreezeScope {
  return SCOPES.includes(text)
}

export async function unfreezeAccount(
  _previous: CommandFormState<never>,
  sent: FormData,
): Promise<CommandFormState<never>> {
  return submitOn<never>(sent, [], () => ({ type: 'UnfreezeAccount' }))
}
