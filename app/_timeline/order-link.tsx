'use client'

import Link from 'next/link'
import type { ComponentProps } from 'react'
import { remember } from '@/app/_ui/remember'

type OrderLinkProps = ComponentProps<typeof Link> & { order: 'asc' | 'desc' }

/** Reverses the order of a timeline, and remembers it for all timelines. */
export function OrderLink({ order, ...rest }: OrderLinkProps) {
  return (
    <Link
      {...rest}
      prefetch={false}
      scroll={false}
      onClick={() => remember('daybook-order', order)}
    />
  )
}
