'use server'

import type { CommandFormState } from '@/app/_commands/form-state'
import { submitOn } from '../staff-command'

export async function closeAccount(
  _previous: CommandFormState<never>,
  sent: FormData,
): Promise<CommandFormState<never>> {
  return submitOn<never>(sent, [], () => ({ type: 'CloseAccount' }))
}
