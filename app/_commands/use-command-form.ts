'use client'

import { unstable_rethrow } from 'next/navigation'
import { useActionState, useEffect, useState } from 'react'
import { v4 } from 'uuid'
import type { CommandFormState } from './form-state'
import { textOf } from './form-text'

/** What the form's state is beside what came of an accepted command. */
type AnyState = Omit<CommandFormState<string>, 'accepted'> & { accepted: unknown }

const UNHEARD =
  'The bank could not be reached, so this may or may not be recorded. ' +
  'Submit again: it won’t be recorded twice.'

/**
 * A form that sends a command. Without scripts it posts to the server action; with them, a lost
 * connection keeps the texts and the command id, so that a retry is idempotent.
 */
export function useCommandForm<State extends AnyState>(
  action: (previous: Awaited<State>, form: FormData) => Promise<State>,
  initial: Awaited<State>,
) {
  const [minted, setMinted] = useState<string | null>(null)
  // A page restored from the history has an old id, so each mount creates its own.
  useEffect(() => setMinted(v4()), [])

  async function submit(previous: Awaited<State>, form: FormData): Promise<State> {
    try {
      return await action(previous, form)
    } catch (error) {
      unstable_rethrow(error)
      return unheard(previous, form)
    }
  }
  const [state, formAction, pending] = useActionState(minted ? submit : action, initial)
  const untouched = state.commandId === initial.commandId
  const commandId = untouched && minted ? minted : state.commandId
  return { state, formAction, pending, commandId }
}

function unheard<State extends AnyState>(previous: State, form: FormData): State {
  const values = { ...previous.values }
  for (const name in values) values[name] = textOf(form, name)
  return {
    ...previous,
    commandId: textOf(form, 'commandId'),
    values,
    refusal: { sentence: UNHEARD, field: null },
    accepted: null,
  }
}
