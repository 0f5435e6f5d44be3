'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { TextField } from '@/app/_ui/field'
import { renameMe } from './actions'
import { NOTHING } from './states'

/** Changes one's own name. Works without scripts. */
export function NameForm({ name }: { name: string }) {
  const [state, action, pending] = useActionState(renameMe, NOTHING)
  return (
    <form action={action} className="flex max-w-sm flex-col gap-4">
      <TextField
        key={name}
        id="name"
        name="name"
        label="Name"
        autoComplete="name"
        required
        defaultValue={name}
        error={state.sentence}
      />
      <Button type="submit" pending={pending} className="self-start">
        Save name
      </Button>
      <p role="status" className="text-soft">
        {state.done}
      </p>
    </form>
  )
}
