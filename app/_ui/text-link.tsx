import Link from 'next/link'
import type { ComponentProps } from 'react'

/** A link in text, with a touch target. */
export function TextLink({ className = '', ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link
      {...rest}
      className={`target-inline inline-flex items-center text-accent underline underline-offset-2 ${className}`}
    />
  )
}
