import type { ComponentProps, ReactNode } from 'react'

type FieldProps = {
  id: string
  label: string
  hint?: ReactNode
  /** Why the bank said no, beside its cause. */
  error?: string | null | undefined
  /** Lets the sentence run on under the next box of a row, so that it stays in one line. */
  runsOn?: boolean
  children: ReactNode
}

/** A label, what is filled in, and under it the hint or the refusal, in the same place. */
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
    /** What stands at the end of the box, such as a currency. */
    unit?: string
  }

/** A field for one line of text. */
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

/** The attributes that tie a control to the sentence below it. */
export function describedBy(id: string, hint: ReactNode, error: string | null | undefined) {
  return {
    ...((error || hint !== undefined) && { 'aria-describedby': `${id}-note` }),
    ...(error && { 'aria-invalid': true }),
  }
}
