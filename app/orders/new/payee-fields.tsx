import { NumberField } from '@/app/_payee/number-field'
import type { PayeeChoices } from '@/app/_server/accounts/payees'
import { UserText } from '@/app/_ui/user-text'
import { RadioRow } from '../radio-row'

type PayeeFieldsProps = {
  choices: Pick<PayeeChoices, 'own' | 'payees'>
  currency: string
  values: { payee: string; number: string }
  errors: { payee: string | null; number: string | null }
}

/** Whom an order pays: an account of one's own, somebody paid before, or a number. */
export function PayeeFields({ choices, currency, values, errors }: PayeeFieldsProps) {
  const known = [
    ...choices.own.map(one => ({ ...one, told: 'Your account' })),
    ...choices.payees.map(one => ({ ...one, told: 'Paid before' })),
  ]
  const chosen = known.some(({ id }) => id === values.payee) ? values.payee : ''
  const fault = errors.payee
  return (
    <fieldset>
      <legend className={known.length > 0 ? 'mb-1 text-12 text-soft' : 'sr-only'}>To</legend>
      {known.length > 0 && (
        <div key={chosen} className="mb-2">
          {known.map(({ id, owner, number, told }) => (
            <RadioRow
              key={id}
              name="payee"
              value={id}
              defaultChecked={id === chosen}
              word={<UserText>{owner}</UserText>}
            >
              <span className="font-mono">{number}</span>
              {` · ${told}`}
            </RadioRow>
          ))}
          <RadioRow
            id="order-payee"
            name="payee"
            value=""
            defaultChecked={chosen === ''}
            word="Another account number"
          />
        </div>
      )}
      {fault && (
        <p role="alert" className="mb-2 text-12 text-red-ink">
          {fault}
        </p>
      )}
      <div className={known.length > 0 ? 'group-has-[#order-payee:not(:checked)]:hidden' : ''}>
        <NumberField
          id="order-number"
          currency={currency}
          defaultValue={values.number}
          error={errors.number}
        />
      </div>
    </fieldset>
  )
}
