'use client'

import { useEffect, useState } from 'react'
import { Button } from '@/app/_ui/button'

/** Signs in with a passkey of this device; its code is loaded when it is asked for. */
export function PasskeySignIn({ next }: { next: string }) {
  const [isPossible, setPossible] = useState(false)
  const [isPending, setPending] = useState(false)
  const [sentence, setSentence] = useState<string | null>(null)
  useEffect(() => setPossible('PublicKeyCredential' in window), [])

  async function press() {
    setPending(true)
    setSentence(null)
    const { signInByPasskey } = await import('@/app/_session/passkeys')
    const refusal = await signInByPasskey()
    if (refusal === null) return window.location.assign(next)
    setSentence(refusal)
    setPending(false)
  }

  if (!isPossible) return null
  return (
    <div className="mt-3 flex flex-col gap-1">
      <Button onClick={press} pending={isPending}>
        {isPending ? 'Asking your device…' : 'Sign in with a passkey'}
      </Button>
      <p role="alert" className="text-12 text-red-ink">
        {sentence}
      </p>
    </div>
  )
}
