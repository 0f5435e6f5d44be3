import { describedBy, Field } from '@/app/_ui/field'

type CounterFieldProps = {
  id: string
  type: 'Deposit' | 'Withdraw'
  defaultValue: string
  error: string | null
  onPick: (counter: string) => void
}

/** What a movement can be in the bank's books; empty: cash. */
const CHOICES = {
  Deposit: [
    ['', 'Cash'],
    ['interest', 'Interest'],
    ['fees', 'Fee refund'],
  ],
  Withdraw: [
    ['', 'Cash'],
    ['fees', 'Fee'],
    ['interest', 'Interest'],
  ],
} as const

/** Whether a teller's movement is cash, interest or a fee. */
export function CounterField({ id, type, defaultValue, error, onPick }: CounterFieldProps) {
  return (
    <div className="mt-3 max-w-52">
      <Field id={id} label="Booked as" error={error}>
        <select
          // A form's reset after an answer restores an existing select, but not a new one.
          key={defaultValue}
          {...describedBy(id, undefined, error)}
          id={id}
          name="counter"
          defaultValue={defaultValue}
          onChange={event => onPick(event.currentTarget.value)}
          className="box target w-full"
        >
          {CHOICES[type].map(([value, word]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </select>
      </Field>
    </div>
  )
}
