import { Amount, amountText } from '@/app/_ui/amount'
import { Day } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { AccountJson } from '@/app/_wire/types'
import { isZero } from '@/domain/money/money'

type AvailableProps = { account: AccountJson; zone: string }

/** What is available and why it is not the balance; nothing where both are the same. */
export function Available({ account, zone }: AvailableProps) {
  const { balance, available, currency, overdraftLimit, holds } = account
  if (available === balance) return null
  return (
    <div>
      <p className="text-12 text-faint">Available</p>
      <p className="font-medium text-20">
        <Amount value={available} currency={currency} />
      </p>
      <ul className="text-12 text-soft">
        {!isZero(overdraftLimit) && (
          <li>{`Overdraft limit ${amountText(overdraftLimit, currency)}`}</li>
        )}
        {holds.slice(0, HOLDS_SHOWN).map(({ holdId, amount, note, expiresAt }) => (
          <li key={holdId}>
            {`Hold of ${amountText(amount, currency)}`}
            {note && (
              <>
                {' for '}
                <UserText>{note}</UserText>
              </>
            )}
            {' until '}
            <Day instant={expiresAt} zone={zone} />
          </li>
        ))}
        {holds.length > HOLDS_SHOWN && <li>{`and ${holds.length - HOLDS_SHOWN} more holds`}</li>}
      </ul>
    </div>
  )
}

const HOLDS_SHOWN = 3
