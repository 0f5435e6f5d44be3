import type { ComponentProps, ReactNode } from 'react'

type FieldProps = {
  id: string
  label: string
  hint?: ReactNode
  /** The reason of a refusal that this field caused. */
  error?: string | null | undefined
  /** Lets the sentence run on under the next field of a row, so that it stays in one line. */
  runsOn?: boolean
  children: ReactNode
}

/** A label, its control, and below it the hint or the error in the same place. */
export function Field({ id, label, hint, error, runsOn = false, children }: FieldProps) {
  const room = runsOn ? '@md:w-max @md:max-w-[calc(200%+0.75rem)]' : ''
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-12 text-soft">
        {label}
      </label>
      {children}
      {error ? (
        <p id={`${id}-note`} role="alert" className={`text-12 text-red-ink ${room}`}>
          {error}
        </p>
      ) : (
        hint !== undefined && (
          <p id={`${id}-note`} className={`text-12 text-faint ${room}`}>
            {hint}
          </p>
        )
      )}
    </div>
  )
}

type TextFieldProps = Omit<FieldProps, 'children'> &
  Omit<ComponentProps<'input'>, 'id'> & {
    /** Shown at the end of the field, such as a currency. */
    unit?: string
  }

/** A single-line text field. */
export function TextField({ unit, className = '', ...props }: TextFieldProps) {
  const { id, label, hint, error, runsOn = false, ...rest } = props
  const input = (
    <input
      {...rest}
      {...describedBy(id, hint, error)}
      id={id}
      className={`box target w-full min-w-0 ${unit ? 'pr-12' : ''} ${className}`}
    />
  )
  return (
    <Field id={id} label={label} hint={hint} error={error} runsOn={runsOn}>
      {unit ? (
        <div className="relative">
          {input}
          <span className="pointer-events-none absolute inset-y-0 right-2.5 grid place-items-center text-12 text-faint">
            {unit}
          </span>
        </div>
      ) : (
        input
      )}
    </Field>
  )
}

/** The attributes that associate a control with the hint or error below it. */
export function describedBy(id: string, hint: ReactNode, error: string | null | undefined) {
  return {
    ...((error || hint !== undefined) && { 'aria-describedby': `${id}-note` }),
    ...(error && { 'aria-invalid': true }),
  }
}
