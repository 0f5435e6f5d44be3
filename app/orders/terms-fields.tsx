import { EVERY, HOLIDAYS } from '@/app/_orders/order-words'
import { AmountField } from '@/app/_ui/amount-field'
import { ChoiceField } from '@/app/_ui/choice-field'
import { TextField } from '@/app/_ui/field'
import { TRANSFER_REFERENCE_LENGTH_MAX } from '@/domain/bank-account/rules'
import { bytesMaxOf } from '@/domain/text/clean'
import { EndFields } from './end-fields'
import { RadioRow } from './radio-row'
import type { TermsField, TermsValues } from './terms'

type TermsFieldsProps = {
  currency: string
  values: TermsValues
  errorOf: (field: TermsField) => string | null
}

const KINDS = [
  ['fixed', 'A fixed amount', 'The same every time'],
  ['sweep', 'Whatever is above an amount', 'This account keeps the amount; the rest is sent'],
  ['top-up', 'Top up to an amount', 'Sends what the other account lacks'],
] as const

/** How much, how often, from when until when. Works without scripts; `group` is the form. */
export function TermsFields({ currency, values, errorOf }: TermsFieldsProps) {
  const field = (name: TermsField) => ({
    ...{ id: `order-${name}`, name, defaultValue: values[name], error: errorOf(name) },
  })
  return (
    <>
      <fieldset>
        <legend className="mb-1 text-12 text-soft">Each payment</legend>
        {/* A form's reset after an answer restores existing inputs, but not new ones. */}
        <div key={values.kind}>
          {KINDS.map(([value, word, meaning]) => (
            <RadioRow
              key={value}
              name="kind"
              value={value}
              defaultChecked={value === values.kind}
              word={word}
            >
              {meaning}
            </RadioRow>
          ))}
        </div>
      </fieldset>
      <AmountField {...field('amount')} label="Amount" currency={currency} />
      <div className="grid grid-cols-2 items-start gap-3">
        <ChoiceField {...field('every')} label="How often" options={Object.entries(EVERY)} />
        <TextField {...field('first')} type="date" label="First date" aria-required />
      </div>
      <label className="target flex items-center gap-3 group-has-[option[value=once]:checked]:hidden group-has-[option[value=day]:checked]:hidden group-has-[option[value=week]:checked]:hidden">
        <input
          key={values.lastDay}
          type="checkbox"
          name="lastDay"
          defaultChecked={values.lastDay === 'on'}
          className="size-4 shrink-0 accent-accent"
        />
        Always on the last day of the month
      </label>
      <EndFields values={values} errorOf={errorOf} />
      <ChoiceField
        {...field('holidays')}
        label="On weekends and bank holidays"
        options={Object.entries({ ...HOLIDAYS, 'as-is': 'Pay on the date itself' })}
      />
      <TextField
        {...field('reference')}
        label="Reference"
        placeholder="Optional"
        hint="The payee sees it"
        maxLength={bytesMaxOf(TRANSFER_REFERENCE_LENGTH_MAX)}
      />
    </>
  )
}
