import Link from 'next/link'
import { STANDINGS, type Standing } from './standings'

type OrderFiltersProps = { standing: Standing; kept: Record<string, string> }

/** Links to the orders in each state. */
export function OrderFilters({ standing, kept }: OrderFiltersProps) {
  return (
    <nav
      aria-label="States"
      className="mb-4 flex flex-wrap gap-x-4 border-rule sm:gap-x-6 border-b"
    >
      {(Object.keys(STANDINGS) as Standing[]).map(one => (
        <Link
          key={one}
          prefetch={false}
          href={`/orders?${new URLSearchParams({ ...kept, state: one })}`}
          {...(one === standing && { 'aria-current': 'page' as const })}
          className="target transition-calm inline-flex items-center whitespace-nowrap border-transparent border-b-2 text-soft hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
        >
          {STANDINGS[one].word}
        </Link>
      ))}
    </nav>
  )
}
