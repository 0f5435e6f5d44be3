import { ChoiceField } from '@/app/_ui/choice-field'

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
export function CounterField({ type, onPick, ...field }: CounterFieldProps) {
  return (
    <div className="mt-3 max-w-52">
      <ChoiceField
        {...field}
        name="counter"
        label="Booked as"
        options={CHOICES[type]}
        onChange={event => onPick(event.currentTarget.value)}
      />
    </div>
  )
}
