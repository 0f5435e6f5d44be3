import Link from 'next/link'
import { Amount } from '@/app/_ui/amount'
import { UserText } from '@/app/_ui/user-text'
import type { AccountJson } from '@/app/_wire/types'

/** The other accounts that money can be sent from: each has this page too. */
export function Sources({ sources }: { sources: readonly AccountJson[] }) {
  if (sources.length === 0) return null
  return (
    <details className="mt-1">
      <summary className="target inline-flex items-center text-12 text-soft underline decoration-rule-strong underline-offset-4 hover:text-ink">
        Send from another account
      </summary>
      <ul className="mt-1 border-rule border-t">
        {sources.map(({ id, owner, number, available, currency }) => (
          <li key={id} className="relative border-rule border-b hover:bg-sunken">
            <span className="flex min-h-12 items-center justify-between gap-4 px-1 py-2">
              <span className="min-w-0">
                <Link
                  href={`/accounts/${id}/transfer`}
                  prefetch={false}
                  className="block truncate font-medium after:absolute after:inset-0"
                >
                  <UserText>{owner}</UserText>
                </Link>
                <span className="block font-mono text-12 text-soft">{number}</span>
              </span>
              <Amount value={available} currency={currency} className="text-12 text-soft" />
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
