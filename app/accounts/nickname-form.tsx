'use client'

import { Pencil } from 'lucide-react'
import { useActionState, useEffect, useRef } from 'react'
import { Button } from '@/app/_ui/button'
import { TextField } from '@/app/_ui/field'
import { saveNickname } from './nickname-actions'

type NicknameFormProps = {
  accountId: string
  nickname: string | null
  /** A text that was refused on another page, and why. */
  refused: { typed: string; refusal: string } | null
}

/** The form of a nickname, folded up. Works without scripts. */
export function NicknameForm({ accountId, nickname, refused }: NicknameFormProps) {
  const fold = useRef<HTMLDetailsElement>(null)
  const before = { typed: nickname ?? '', refusal: null, ...refused, isKept: false }
  const [state, formAction, pending] = useActionState(saveNickname, before)
  const id = `nickname-${accountId}`
  useEffect(() => {
    if (state.refusal !== null) document.getElementById(id)?.focus()
    if (!state.isKept || !fold.current) return
    fold.current.open = false
    fold.current.querySelector('summary')?.focus()
  }, [state, id])
  return (
    <details ref={fold} open={state.refusal !== null} className="group">
      <summary className="target-inline inline-flex items-center gap-1.5 rounded-sm text-12 text-soft hover:text-ink">
        <Pencil aria-hidden size={12} strokeWidth={1.75} />
        {nickname === null ? 'Add a nickname' : 'Change the nickname'}
      </summary>
      <form action={formAction} autoComplete="off" className="mt-2 flex items-start gap-2">
        <input type="hidden" name="accountId" value={accountId} />
        <div className="min-w-0 flex-1">
          <TextField
            id={id}
            name="nickname"
            label="Nickname"
            hint="Only you see it. Blank: none"
            maxLength={320}
            defaultValue={state.isKept ? (nickname ?? '') : state.typed}
            error={state.refusal}
          />
        </div>
        <Button type="submit" pending={pending} className="mt-5">
          {pending ? 'Saving…' : 'Save'}
        </Button>
      </form>
    </details>
  )
}
