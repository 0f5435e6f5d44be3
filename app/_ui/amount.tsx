import { groupAmount, isZero } from '@/domain/money/decimals'
import { symbolOf } from '@/domain/money/own-units'

type AmountProps = {
  /** A decimal text, such as `"-1234.50"`. */
  value: string
  currency?: string
  /** Shows a plus sign for positive amounts: for movements. */
  signed?: boolean
  /** Reserves three minor places, so that decimal points align across currencies. */
  aligned?: boolean
  className?: string
}

/** A formatted amount: grouped, minor units a shade lighter, a true minus sign, its currency. */
export function Amount({ value, currency, signed, aligned, className = '' }: AmountProps) {
  const negative = value.startsWith('-')
  const [whole = '', minor] = groupAmount(negative ? value.slice(1) : value).split('.')
  const sign = negative ? '−' : signed && !isZero(value) ? '+' : ''
  const room = aligned ? 'inline-block min-w-[2.2em] text-left' : ''
  return (
    <span className={`whitespace-nowrap ${className}`}>
      {`${sign}${whole}`}
      {(minor !== undefined || aligned) && (
        <span className={`minor ${room}`}>{minor === undefined ? '' : `.${minor}`}</span>
      )}
      {currency && (
        <span className="minor text-[max(0.72em,0.75rem)]">{` ${symbolOf(currency)}`}</span>
      )}
    </span>
  )
}

/** An amount as plain text, for sentences and labels. */
export function amountText(value: string, currency: string): string {
  return `${groupAmount(value).replace('-', '−')} ${symbolOf(currency)}`
}
