import type { ComponentProps, MouseEvent } from 'react'

const LOOKS = {
  /** The main action of a form. */
  primary: 'bg-accent-solid text-on-accent hover:bg-accent-hover active:opacity-85 font-medium',
  /** A secondary action. */
  quiet:
    'border border-rule-strong bg-raised text-ink hover:border-soft hover:bg-sunken active:opacity-85',
  /** An action in a line of text or a toolbar. */
  bare: 'text-soft hover:bg-sunken hover:text-ink active:opacity-85',
} as const

export type Look = keyof typeof LOOKS

/** The classes of what looks like a button. */
export function buttonClasses(look: Look, className = ''): string {
  const base =
    'target inline-flex items-center justify-center gap-2 whitespace-nowrap rounded-md px-3 text-14'
  const states = 'transition-calm aria-disabled:cursor-default aria-disabled:opacity-55'
  return `${base} ${states} ${LOOKS[look]} ${className}`
}

type ButtonProps = Omit<ComponentProps<'button'>, 'disabled'> & {
  look?: Look
  /** While waiting for an answer: keeps the focus and ignores clicks. */
  pending?: boolean
}

/** A button with its hover, focus, pressed and pending states. */
export function Button({ look = 'quiet', pending = false, ...props }: ButtonProps) {
  const { className, onClick, type = 'button', ...rest } = props
  function press(event: MouseEvent<HTMLButtonElement>) {
    if (pending) event.preventDefault()
    else onClick?.(event)
  }
  const busy = pending ? { 'aria-disabled': true, 'aria-busy': true } : {}
  return (
    <button
      {...rest}
      {...busy}
      type={type}
      className={buttonClasses(look, className)}
      onClick={pending || onClick ? press : undefined}
    />
  )
}
