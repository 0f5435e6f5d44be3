import { UserText } from '@/app/_ui/user-text'
import { accountNumber } from '@/domain/money/account-number'

/** An account in a line about something on it: several may have one owner. */
export function AccountName({ owner, id }: { owner: string; id: string }) {
  return (
    <span className="flex min-w-0 gap-1.5">
      <span className="cut min-w-0">
        <UserText>{owner}</UserText>
      </span>
      <span className="shrink-0 whitespace-nowrap font-mono">{`…${accountNumber(id).slice(-4)}`}</span>
    </span>
  )
}
