import { Amount } from '@/app/_ui/amount'
import { FactRow } from '@/app/_ui/fact-row'
import { UserText } from '@/app/_ui/user-text'
import type { AccountJson } from '@/app/_wire/types'

/** An account in a review, by its owner and number. */
export function Party({ owner, number }: { owner: string; number: string }) {
  return (
    <>
      <UserText className="block font-medium">{owner}</UserText>
      <span className="font-mono text-12 text-soft">{number}</span>
    </>
  )
}

type BalanceRowsProps = {
  account: Pick<AccountJson, 'balance' | 'currency'>
  /** Null when the bank would refuse. */
  after: { readonly balance: string; readonly available: string } | null
}

/** The balance of an account now, and after what is reviewed. */
export function BalanceRows({ account: { balance, currency }, after }: BalanceRowsProps) {
  return (
    <>
      <FactRow name="Balance now">
        <Amount value={balance} currency={currency} />
      </FactRow>
      {after && (
        <FactRow name="Balance after">
          <Amount value={after.balance} currency={currency} className="font-medium" />
        </FactRow>
      )}
      {after && after.available !== after.balance && (
        <FactRow name="Available after">
          <Amount value={after.available} currency={currency} />
        </FactRow>
      )}
    </>
  )
}
