import Link from 'next/link'
import type { ComponentProps } from 'react'
import { buttonClasses, type Look } from './button'

// In a file of its own, so that pages of errors don't load what links need.

type ButtonLinkProps = ComponentProps<typeof Link> & { look?: Look }

/** A link that looks like a button, to a page where something is done. */
export function ButtonLink({ look = 'quiet', className, ...rest }: ButtonLinkProps) {
  return <Link {...rest} className={buttonClasses(look, className)} />
}
