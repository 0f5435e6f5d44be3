import Link from 'next/link'

const PARTS = [
  ['holds', 'Holds'],
  ['freeze', 'Freeze'],
  ['limits', 'Limits'],
  ['customers', 'Customers'],
  ['close', 'Close'],
] as const

/** A page on one account for the staff. */
export type StaffPart = (typeof PARTS)[number][0]

/** The pages of the staff on one account, with the current one marked. */
export function StaffNav({ id, current }: { id: string; current: StaffPart | null }) {
  return (
    <nav aria-label="Manage the account" data-chrome className="mt-4 border-rule border-b">
      <ul className="flex flex-wrap gap-x-4 sm:gap-x-6">
        {PARTS.map(([part, name]) => (
          <li key={part}>
            <Link
              prefetch={false}
              href={`/accounts/${id}/${part}`}
              aria-current={part === current ? 'page' : undefined}
              className="target transition-calm inline-flex items-center whitespace-nowrap border-transparent border-b-2 text-soft hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
