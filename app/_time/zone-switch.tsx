'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { TextLink } from '@/app/_ui/text-link'

/** A link to this page in the reader's own zone. */
export function ZoneSwitch({ own }: { own: string }) {
  const path = usePathname()
  const query = new URLSearchParams(useSearchParams())
  query.set('zone', own)
  const href = `${path}?${query.toString().replaceAll('%2F', '/').replaceAll('%3A', ':')}`
  return <TextLink href={href} prefetch={false}>{`Show in ${own}`}</TextLink>
}
