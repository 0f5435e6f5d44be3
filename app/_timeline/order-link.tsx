'use client'

import Link from 'next/link'
import type { ComponentProps } from 'react'

const YEAR_S = 365 * 24 * 3600

type OrderLinkProps = ComponentProps<typeof Link> & { order: 'asc' | 'desc' }

/** Turns the order of a timeline round, and remembers it for every other one. */
export function OrderLink({ order, ...rest }: OrderLinkProps) {
  function remember() {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
    document.cookie = `daybook-order=${order}; path=/; max-age=${YEAR_S}; samesite=lax`
  }
  return <Link {...rest} prefetch={false} scroll={false} onClick={remember} />
}
