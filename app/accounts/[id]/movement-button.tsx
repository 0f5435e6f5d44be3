import { type RefObject, useEffect, useState } from 'react'
import { Button } from '@/app/_ui/button'
import { dayInWords } from '@/domain/date-words'

type MovementButtonProps = {
  type: 'Deposit' | 'Withdraw'
  /** The words while it is under way; null at rest. */
  doing: string | null
  /** When it will be effective; null: now, undefined: unknown without scripts. */
  asOf: string | null | undefined
  className: string
}

/** The button says what it will do. Without scripts the tick for an earlier date changes it. */
export function MovementButton({ type, doing, asOf, className }: MovementButtonProps) {
  const late = `${type} as of an earlier date`
  return (
    <Button type="submit" look="primary" pending={doing !== null} className={className}>
      {doing ??
        (asOf === undefined ? (
          <>
            <span className="group-has-[[name=earlier]:checked]/movement:hidden">{type}</span>
            <span className="hidden group-has-[[name=earlier]:checked]/movement:inline">
              {late}
            </span>
          </>
        ) : asOf === null ? (
          type
        ) : (
          `${type} as of ${asOf}`
        ))}
    </Button>
  )
}

const TIME = /^(\d{1,2})[:.](\d{2}(?:[:.]\d{2})?)/

/** When a movement's form says it will be effective, while it is filled in; see `asOf`. */
export function useAsOf(form: RefObject<HTMLFormElement | null>) {
  const [asOf, setAsOf] = useState<string | null | undefined>()
  const read = () => setAsOf(form.current && asOfIn(new FormData(form.current)))
  // Also after an answer, which fills the form anew.
  useEffect(read)
  return { asOf, read }
}

function asOfIn(form: FormData): string | null {
  return form.get('earlier') === 'yes' ? (momentIn(form) ?? 'an earlier date') : null
}

/** The date and time in a form's fields as a sentence has them; null while they are not complete. */
export function momentIn(form: FormData): string | null {
  const date = String(form.get('date'))
  const [, hour, minutes] = TIME.exec(String(form.get('time')).trim()) ?? []
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !hour || !minutes) return null
  return `${dayInWords(date)}, ${hour.padStart(2, '0')}:${minutes.replace('.', ':')}`
}
