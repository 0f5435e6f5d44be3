import 'server-only'
import { refresh } from 'next/cache'
import type { CommandFormState } from '@/app/_commands/form-state'
import { textOf } from '@/app/_commands/form-text'
import { submitCommand, type Unreadable } from '@/app/_commands/submit-command'
import { getAccount } from '@/app/_server/accounts/accounts'
import { takeForm } from '@/app/_server/http/form-answers'
import { accountNotFound } from '@/app/_server/http/problems'
import type { AccountCommandBody } from '@/app/_wire/commands'

/**
 * Builds what a form says of its command beside its account, or says what is wrong with it.
 * `currency` is that of the account.
 */
type FieldsOf<Field extends string> = (
  values: Record<Field, string>,
  currency: string,
) => AccountCommandBody | Unreadable<Field>

/** The command of a form on an account's page, which shows the account anew when it is accepted. */
export async function submitOn<Field extends string>(
  sent: FormData,
  fields: readonly Field[],
  fieldsOf: FieldsOf<Field>,
): Promise<CommandFormState<Field>> {
  const form = takeForm(sent)
  const accountId = textOf(form, 'accountId')
  const state = await submitCommand(form, fields, async (values, commandId, viewer) => {
    const account = await getAccount(viewer, accountId)
    if (!account) return { field: null, sentence: accountNotFound().detail }
    const read = fieldsOf(values, account.currency)
    return 'sentence' in read ? read : { commandId, accountId, ...read }
  })
  if (state.accepted) refresh()
  return state
}
