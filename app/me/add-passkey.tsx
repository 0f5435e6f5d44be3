'use client'

import { useRouter } from 'next/navigation'
import { useActionState, useEffect, useState } from 'react'
import { Button } from '@/app/_ui/button'
import { TextField } from '@/app/_ui/field'
import { confirmMe } from './actions'
import { NOTHING } from './states'

type AddPasskeyProps = {
  /** Whether the person has proved who they are within the last minutes. */
  isConfirmed: boolean
  /** What a new passkey is called at first. */
  name: string
}

/** Makes a passkey on this device, after the person has proved again who they are. */
export function AddPasskey({ isConfirmed, name }: AddPasskeyProps) {
  const router = useRouter()
  const [state, action, pending] = useActionState(confirmMe, NOTHING)
  const [canAdd, setCanAdd] = useState(true)
  const [isAdding, setAdding] = useState(false)
  const [said, setSaid] = useState<string | null>(null)
  useEffect(() => setCanAdd('PublicKeyCredential' in window), [])

  async function add() {
    setAdding(true)
    const { addPasskey } = await import('@/app/_session/passkeys')
    setSaid((await addPasskey(name)) ?? 'The passkey is added.')
    setAdding(false)
    router.refresh()
  }

  if (!canAdd) return <p>This browser has no passkeys.</p>
  if (isConfirmed) {
    return (
      <div className="flex flex-col items-start gap-2">
        <Button onClick={add} pending={isAdding}>
          {isAdding ? 'Asking your device…' : 'Add a passkey'}
        </Button>
        <noscript>
          <p>A passkey needs scripts.</p>
        </noscript>
        <p role="status" className="text-soft">
          {said}
        </p>
      </div>
    )
  }
  return (
    <form action={action} className="flex max-w-sm flex-col gap-4">
      <TextField
        id="confirmation"
        name="confirmation"
        type="password"
        label="Your password, or a code of your app, to add a passkey"
        autoComplete="current-password"
        required
        error={state.sentence}
      />
      <Button type="submit" pending={pending} className="self-start">
        Confirm that it is you
      </Button>
    </form>
  )
}
