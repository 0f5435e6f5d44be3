import { ChoiceField } from '@/app/_ui/choice-field'

/** A currency by its code, with its English name. */
export type NamedCurrency = { code: string; name: string }

type CurrencyFieldProps = {
  id: string
  name: string
  defaultValue: string
  error: string | null
  currencies: readonly NamedCurrency[]
  onPick: (code: string) => void
}

export function CurrencyField({ currencies, onPick, ...field }: CurrencyFieldProps) {
  return (
    <ChoiceField
      {...field}
      label="Currency"
      options={currencies.map(({ code, name }) => [code, `${code} · ${name}`])}
      onChange={event => onPick(event.currentTarget.value)}
    />
  )
}
