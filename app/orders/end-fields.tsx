import type { TermsField, TermsValues } from './terms'

type EndFieldsProps = { values: TermsValues; errorOf: (field: TermsField) => string | null }

/** When an order ends; a single payment has no end. */
export function EndFields({ values, errorOf }: EndFieldsProps) {
  const radio = (value: string) => (
    <input
      id={`order-end-${value}`}
      type="radio"
      name="end"
      value={value}
      defaultChecked={value === values.end}
      className="size-4 shrink-0 accent-accent"
    />
  )
  const field = (name: 'until' | 'count') => {
    const error = errorOf(name)
    return {
      ...{ id: `order-${name}`, name, defaultValue: values[name] },
      ...(error && { 'aria-invalid': true, 'aria-describedby': 'order-end-note' }),
    }
  }
  const error = errorOf('until') ?? errorOf('count')
  return (
    <fieldset className="group-has-[option[value=once]:checked]:hidden">
      <legend className="mb-1 text-12 text-soft">Ends</legend>
      <div key={values.end} className="flex flex-col gap-1">
        <div className="flex items-center gap-3">
          {radio('never')}
          <label htmlFor="order-end-never" className="target inline-flex items-center">
            When it is cancelled
          </label>
        </div>
        <div className="flex flex-wrap items-center gap-3">
          {radio('until')}
          <label htmlFor="order-end-until" className="target inline-flex items-center">
            On a date
          </label>
          <input
            {...field('until')}
            type="date"
            aria-label="Last date"
            onInput={() => check('until')}
            className="box target w-44"
          />
        </div>
        <div className="flex flex-wrap items-center gap-3">
          {radio('count')}
          <label htmlFor="order-end-count" className="target inline-flex items-center">
            After
          </label>
          <input
            {...field('count')}
            inputMode="numeric"
            maxLength={5}
            autoComplete="off"
            aria-label="Number of payments"
            onInput={() => check('count')}
            className="box target w-20"
          />
          payments
        </div>
      </div>
      {error && (
        <p id="order-end-note" role="alert" className="mt-1 text-12 text-red-ink">
          {error}
        </p>
      )}
    </fieldset>
  )
}

/** Typing an end chooses it. */
function check(end: 'until' | 'count') {
  const radio = document.getElementById(`order-end-${end}`)
  if (radio instanceof HTMLInputElement) radio.checked = true
}
