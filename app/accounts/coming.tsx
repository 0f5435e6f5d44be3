import Link from 'next/link'
import { AccountName } from '@/app/_accounts/account-name'
import type { ComingHold } from '@/app/_server/accounts/overview'
import { Amount } from '@/app/_ui/amount'
import { Day } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'

type ComingProps = { holds: readonly ComingHold[]; zone: string }

const SHOWN = 8

/** The payments that are held and not made yet. */
export function Coming({ holds, zone }: ComingProps) {
  return (
    <section aria-labelledby="coming">
      <h2 id="coming" className="mb-2 font-medium text-16">
        Upcoming
      </h2>
      {holds.length === 0 ? (
        <p className="border-rule border-t py-3 text-soft">No open holds.</p>
      ) : (
        <ul className="border-rule border-t">
          {holds.slice(0, SHOWN).map(({ holdId, ...hold }) => (
            <li key={holdId} className="relative border-rule border-b py-2.5 hover:bg-sunken">
              <span className="flex items-baseline justify-between gap-4">
                <Link
                  prefetch={false}
                  href={`/accounts/${hold.accountId}`}
                  className="cut min-w-0 font-medium after:absolute after:inset-0"
                >
                  <UserText>{hold.note ?? 'Hold'}</UserText>
                </Link>
                <Amount value={`-${hold.amount}`} currency={hold.currency} />
              </span>
              <span className="flex items-baseline justify-between gap-4 text-12 text-soft">
                <AccountName owner={hold.owner} id={hold.accountId} />
                <span className="whitespace-nowrap">
                  {'held until '}
                  <Day instant={hold.expiresAt} zone={zone} />
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {holds.length > SHOWN && (
        <p className="py-3 text-12 text-faint">{`and ${holds.length - SHOWN} more holds`}</p>
      )}
    </section>
  )
}
