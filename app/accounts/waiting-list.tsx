import Link from 'next/link'
import type { Waiting } from '@/app/_server/bank/staff-home'

/** What waits for the staff, each line with its number and the list behind it. */
export function WaitingList({ waiting }: { waiting: readonly Waiting[] }) {
  return (
    <section aria-labelledby="waiting" className="min-w-0">
      <h2 id="waiting" className="mb-2 font-medium text-16">
        Needs attention
      </h2>
      {waiting.length === 0 ? (
        <p className="border-rule border-t py-3 text-soft">Nothing needs attention.</p>
      ) : (
        <ul className="border-rule border-t">
          {waiting.map(({ what, count, isMore, href }) => (
            <li
              key={what}
              className="transition-calm relative flex min-h-11 items-center justify-between gap-4 border-rule border-b hover:bg-sunken"
            >
              <Link prefetch={false} href={href} className="min-w-0 after:absolute after:inset-0">
                {what}
              </Link>
              <span className="font-medium">{isMore ? `${count}+` : count}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
