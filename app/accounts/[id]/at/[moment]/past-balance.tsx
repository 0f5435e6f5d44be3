import { Amount } from '@/app/_ui/amount'
import { TextLink } from '@/app/_ui/text-link'

type PastBalanceProps = {
  /** Names the moment: the heading of the page. */
  label: string
  value: string
  currency: string
  /** The address of its explanation. */
  why: string
  isLoading: boolean
}

/** The balance at a moment, under its name. */
export function PastBalance({ label, value, currency, why, isLoading }: PastBalanceProps) {
  return (
    <section
      aria-label={label}
      aria-busy={isLoading}
      className="mt-8 aria-busy:opacity-60 [&>h2]:text-soft"
    >
      <h2>{label}</h2>
      <p className="font-medium text-32 sm:text-48">
        <Amount value={value} currency={currency} />
      </p>
      <TextLink href={why} prefetch={false} className="text-12">
        Explain this balance
      </TextLink>
    </section>
  )
}
