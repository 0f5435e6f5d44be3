import type { ReactNode } from 'react'
import type { View } from '@/app/_time/moment-path'
import { AccountIdentity } from '../../account-identity'
import { PastBar } from './past-bar'
import type { PastAccount } from './read-past'
import { Views } from './views'

type PastFrameProps = { past: PastAccount; view: View; children: ReactNode }

/** The frame of a view of the past: the bar, the account, and links to the other views. */
export function PastFrame({ past, view, children }: PastFrameProps) {
  const { answer, place, zone } = past
  const { account, after } = answer
  return (
    <div data-tone="past">
      <PastBar
        id={account.id}
        instant={account.asOf ?? after?.occurredAt ?? account.openedAt}
        knownAt={account.knownAt}
        zone={zone}
      />
      <main id="main" className="column py-8">
        <AccountIdentity account={account} zone={zone} />
        <Views id={account.id} place={place} current={view} />
        {children}
      </main>
    </div>
  )
}
