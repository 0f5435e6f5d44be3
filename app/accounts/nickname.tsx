import { Pencil } from 'lucide-react'
import { nicknameFault } from '@/app/_server/accounts/nicknames'
import { Button } from '@/app/_ui/button'
import { TextField } from '@/app/_ui/field'
import { giveNickname } from './nickname-actions'
import { NicknameForm } from './nickname-form'

type NicknameProps = { accountId: string; nickname: string | null }

/** A customer's own word for an account, on the account's page; `typed` was refused elsewhere. */
export function Nickname({ typed, ...props }: NicknameProps & { typed: string | null }) {
  const refusal = typed === null ? null : nicknameFault(typed)
  return (
    <div className="mt-3 flex max-w-sm flex-col gap-1.5">
      {props.nickname !== null && (
        <p className="text-12">
          <span className="text-faint">Nickname </span>
          <bdi className="font-medium">{props.nickname}</bdi>
        </p>
      )}
      <NicknameForm
        {...props}
        refused={typed === null || refusal === null ? null : { typed, refusal }}
      />
    </div>
  )
}

/** The same on a card: a plain form, without a script of its own. */
export function CardNickname({ accountId, nickname }: NicknameProps) {
  return (
    <details>
      <summary className="target-inline inline-flex items-center gap-1.5 rounded-sm text-12 text-soft hover:text-ink">
        <Pencil aria-hidden size={12} strokeWidth={1.75} />
        {nickname === null ? 'Add a nickname' : 'Change the nickname'}
      </summary>
      <form action={giveNickname} autoComplete="off" className="mt-2 flex items-start gap-2">
        <input type="hidden" name="accountId" value={accountId} />
        <div className="min-w-0 flex-1">
          <TextField
            id={`nickname-${accountId}`}
            name="nickname"
            label="Nickname"
            hint="Only you see it. Blank: none"
            maxLength={320}
            defaultValue={nickname ?? ''}
          />
        </div>
        <Button type="submit" className="mt-5">
          Save
        </Button>
      </form>
    </details>
  )
}
