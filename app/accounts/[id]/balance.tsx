import { Amount } from '@/app/_ui/amount'
import { TextLink } from '@/app/_ui/text-link'

type BalanceProps = {
  label: string
  value: string
  currency: string
  /** The address of its explanation. */
  why?: string
}

export function Balance({ label, value, currency, why }: BalanceProps) {
  return (
    <section aria-label={label} className="mt-8">
      <p className="text-12 text-faint">{label}</p>
      <p className="font-medium text-32 sm:text-48">
        <Amount value={value} currency={currency} />
      </p>
      {why && (
        <TextLink href={why} prefetch={false} className="text-12">
          Explain this balance
        </TextLink>
      )}
    </section>
  )
}
