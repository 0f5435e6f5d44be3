import { type ReactNode, useEffect, useRef } from 'react'
import { Amount } from '@/app/_ui/amount'
import { Button } from '@/app/_ui/button'

type ReviewFormProps = {
  formAction: (form: FormData) => void
  pending: boolean
  /** What the form sends again, by the names of its fields, with the command id. */
  texts: Readonly<Record<string, string>>
  /** A decimal text. */
  amount: string
  currency: string
  /** The rows of what will be done. */
  children: ReactNode
  /** Below the rows. */
  note?: string | null
  refusal: string | null
  /** Asks again who the sender is, if that is needed. */
  proof?: ReactNode
  /** The button that does it, at rest and while it is under way. */
  words: readonly [rest: string, pending: string]
  /** Goes back to the form; null without scripts, when a button posts it. */
  onChange: (() => void) | null
}

/** What a command will do, before the press that does it. Works without scripts. */
export function ReviewForm({
  formAction,
  pending,
  texts,
  words,
  onChange,
  ...shown
}: ReviewFormProps) {
  const { amount, currency, children, note, refusal, proof } = shown
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <form action={formAction} aria-labelledby="review-title" className="mt-6">
      <h2
        ref={title}
        id="review-title"
        tabIndex={-1}
        className="text-12 text-faint focus-visible:outline-none"
      >
        Review before it is done
      </h2>
      <p className="font-medium text-32 sm:text-48">
        <Amount value={amount} currency={currency} />
      </p>
      <dl className="mt-6 border-rule border-t">{children}</dl>
      {note && <p className="mt-4 text-soft">{note}</p>}
      {refusal && (
        <p role="alert" className="mt-4 text-red-ink">
          {refusal}
        </p>
      )}
      {proof && <div className="mt-6 empty:hidden">{proof}</div>}
      {Object.entries(texts).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} autoComplete="off" />
      ))}
      <div className="mt-6 flex flex-wrap gap-2">
        <Button
          type="submit"
          name="step"
          value="send"
          look="primary"
          pending={pending}
          className="whitespace-normal! py-1.5 max-sm:grow"
        >
          {pending ? words[1] : words[0]}
        </Button>
        {/* Ignored while it is under way: the button beside it shrinks under a double click. */}
        <Button
          pending={pending}
          {...(onChange
            ? { onClick: onChange }
            : { type: 'submit' as const, name: 'step', value: 'edit' })}
          className="max-sm:grow"
        >
          Change
        </Button>
      </div>
    </form>
  )
}
