import Link from 'next/link'
import type { ComponentProps, MouseEvent } from 'react'

const LOOKS = {
  /** The one thing a form is for. */
  primary: 'bg-accent-solid text-on-accent hover:bg-accent-hover active:opacity-85 font-medium',
  /** A thing to press that must not shout. */
  quiet:
    'border border-rule-strong bg-raised text-ink hover:border-soft hover:bg-sunken active:opacity-85',
  /** A thing to press in a line of text or a toolbar. */
  bare: 'text-soft hover:bg-sunken hover:text-ink active:opacity-85',
} as const

type Look = keyof typeof LOOKS

function classesOf(look: Look, className = ''): string {
  const base =
    'target inline-flex items-center justify-center gap-2 whitespace-nowrap rounded-md px-3 text-14'
  const states = 'transition-calm aria-disabled:cursor-default aria-disabled:opacity-55'
  return `${base} ${states} ${LOOKS[look]} ${className}`
}

type ButtonProps = Omit<ComponentProps<'button'>, 'disabled'> & {
  look?: Look
  /** While an answer is awaited: keeps the focus, and does nothing when pressed again. */
  pending?: boolean
}

/** A button, with its rest, hover, focus, pressed and pending states. */
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
      className={classesOf(look, className)}
      onClick={pending || onClick ? press : undefined}
    />
  )
}

type ButtonLinkProps = ComponentProps<typeof Link> & { look?: Look }

/** A link that looks like a button, for going somewhere to do something. */
export function ButtonLink({ look = 'quiet', className, ...rest }: ButtonLinkProps) {
  return <Link {...rest} className={classesOf(look, className)} />
}
