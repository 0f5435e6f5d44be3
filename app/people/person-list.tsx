import Link from 'next/link'
import { roleWord } from '@/app/_ui/event-words'
import { TimeInWords } from '@/app/_ui/time-in-words'
import { UserText } from '@/app/_ui/user-text'
import type { PersonJson } from '@/app/_wire/people'
import { STANDINGS } from './person-words'

/** People with their role, whether they can sign in, and when they last did. */
export function PersonList({ people, zone }: { people: readonly PersonJson[]; zone: string }) {
  return (
    <ul className="border-rule border-t">
      {people.map(({ id, name, email, role, standing, lastSignInAt }) => (
        <li key={id} className="border-rule border-b">
          <Link
            href={`/people/${encodeURIComponent(id)}`}
            prefetch={false}
            className="transition-calm grid grid-cols-[minmax(0,1fr)_auto] gap-x-6 gap-y-0.5 py-2.5 hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_9rem_14rem]"
          >
            <span className="min-w-0 break-words">
              <UserText className="font-medium">{name}</UserText>
              <span className="block text-12 text-soft">{email}</span>
            </span>
            <span>{roleWord(role)}</span>
            <span className="col-span-2 text-12 text-soft sm:col-span-1 sm:leading-5">
              {standing === 'enabled' ? (
                <LastSignIn at={lastSignInAt} zone={zone} />
              ) : (
                STANDINGS[standing]
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

/** When somebody last signed in. */
export function LastSignIn({ at, zone }: { at: string | null; zone: string }) {
  if (at === null) return 'No sign-in yet'
  return (
    <>
      Last signed in <TimeInWords instant={at} zone={zone} />
    </>
  )
}
