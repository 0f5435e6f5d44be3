'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'

const PLACES = [
  { href: '/bank/at', name: 'Balances' },
  { href: '/bank/trial-balance', name: 'Trial balance' },
  { href: '/bank/insights', name: 'Insights' },
] as const

/** The views of the whole bank, with the current one marked. */
export function BankNav() {
  const path = usePathname()
  return (
    <nav aria-label="Whole bank" data-chrome className="border-rule border-b">
      <ul className="column flex flex-wrap gap-x-6">
        {PLACES.map(({ href, name }) => {
          const here = path === href || path.startsWith(`${href}/`)
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={here ? 'page' : undefined}
                className="target transition-calm inline-flex items-center whitespace-nowrap border-transparent border-b-2 text-soft hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
              >
                {name}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
