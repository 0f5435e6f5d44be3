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
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" pending={pending}>
          Save name
        </Button>
        <p role="status" className="min-w-0 flex-1 text-soft">
          {state.done}
        </p>
      </div>
    </form>
  )
}
