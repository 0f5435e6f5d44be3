import { Amount } from '@/app/_ui/amount'

type BalanceProps = { label: string; value: string; currency: string }

/** The balance: the largest thing on its page. */
export function Balance({ label, value, currency }: BalanceProps) {
  return (
    <section aria-label={label} className="mt-8">
      <p className="text-12 text-faint">{label}</p>
      <p className="font-medium text-32 sm:text-48">
        <Amount value={value} currency={currency} />
      </p>
    </section>
  )
}
