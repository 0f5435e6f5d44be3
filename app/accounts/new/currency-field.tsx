import { describedBy, Field } from '@/app/_ui/field'

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

export function CurrencyField({ error, currencies, onPick, ...select }: CurrencyFieldProps) {
  return (
    <Field id={select.id} label="Currency" error={error}>
      <select
        // A form's reset after an answer restores an existing select, but not a new one.
        key={select.defaultValue}
        {...select}
        {...describedBy(select.id, undefined, error)}
        onChange={event => onPick(event.currentTarget.value)}
        className="box target w-full"
      >
        {currencies.map(({ code, name }) => (
          <option key={code} value={code}>{`${code} · ${name}`}</option>
        ))}
      </select>
    </Field>
  )
}
