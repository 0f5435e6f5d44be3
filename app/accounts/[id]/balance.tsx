import type { ReactNode } from 'react'
import { Amount } from '@/app/_ui/amount'
import { TextLink } from '@/app/_ui/text-link'

type BalanceProps = {
  label: string
  value: string
  currency: string
  /** The address of its explanation. */
  why?: string
  /** Beside the balance: what is available, where that differs. */
  children?: ReactNode
}

/** The balance of a page that is about it. */
export function Balance({ label, value, currency, why, children }: BalanceProps) {
  return (
    <section aria-label={label} className="mt-8 flex flex-wrap gap-x-14 gap-y-4">
      <div>
        <p className="text-12 text-faint">{label}</p>
        <p className="font-medium text-32 sm:text-48">
          <Amount value={value} currency={currency} />
        </p>
        {why && (
          <TextLink href={why} prefetch={false} className="text-12">
            Explain this balance
          </TextLink>
        )}
      </div>
      {children}
    </section>
  )
}

type BalanceLineProps = { value: string; currency: string; children?: ReactNode }

/** The balance above a form. */
export function BalanceLine({ value, currency, children }: BalanceLineProps) {
  return (
    <section
      aria-label="Balance"
      className="mt-4 flex flex-wrap gap-x-10 gap-y-3 border-rule border-y py-3"
    >
      <div>
        <p className="text-12 text-faint">Balance</p>
        <p className="font-medium text-20">
          <Amount value={value} currency={currency} />
        </p>
      </div>
      {children}
    </section>
  )
}
