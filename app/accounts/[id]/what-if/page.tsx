import type { Metadata } from 'next'
import { askedQuery } from '@/app/_server/http/address'
import { readerZone } from '@/app/_time/reader'
import { ZoneNote } from '@/app/_time/zone-note'
import { ButtonLink } from '@/app/_ui/button-link'
import { NothingHere } from '@/app/nothing-here'
import { AccountIdentity } from '../account-identity'
import { NowBar } from '../now-bar'
import { readAccount, titleOf } from '../read-account'
import { readAsked } from './asked'
import { WhatIf } from './what-if'

/** The most events that a browser works out. */
const EVENTS_MAX = 10_000

export async function generateMetadata({
  params,
}: PageProps<'/accounts/[id]/what-if'>): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'what if') }
}

/** An account's history, worked out again without some events or under another limit. */
export default async function WhatIfPage({
  params,
  searchParams,
}: PageProps<'/accounts/[id]/what-if'>) {
  const [{ id }, query] = await Promise.all([params, askedQuery(searchParams)])
  const [account, zone] = await Promise.all([readAccount(id), readerZone(query.zone)])
  if (!account) return <NothingHere />
  const { version, currency } = account
  return (
    <>
      <NowBar id={id} zone={zone} />
      <main id="main" className="column py-8">
        <AccountIdentity account={account} zone={zone} />
        <ZoneNote shown={zone} />
        <header className="mt-8 border-rule border-t pt-6">
          <h2 className="font-medium text-20">What if?</h2>
          <p className="mt-1 max-w-[72ch] text-soft">
            Leave out events, or set a limit at a past date. Every later command is decided again by
            the bank’s own rules. Nothing is recorded: your browser works this out, and the account
            stays as it is.
          </p>
        </header>
        {version > EVENTS_MAX ? (
          <TooMany id={id} version={version} />
        ) : (
          <>
            <noscript>
              <p className="mt-6 text-soft">
                This page needs JavaScript, because your browser works the history out.
              </p>
            </noscript>
            <div className="noscript:hidden">
              <WhatIf
                account={account}
                zone={zone}
                start={readAsked(query, { newest: version, currency })}
              />
            </div>
          </>
        )}
      </main>
    </>
  )
}

function TooMany({ id, version }: { id: string; version: number }) {
  return (
    <div className="mt-6">
      <p className="max-w-[72ch]">
        {`“What if?” works for accounts with up to ${EVENTS_MAX.toLocaleString('en')} events. This one has ${version.toLocaleString('en')}.`}
      </p>
      <ButtonLink href={`/accounts/${id}/events`} className="mt-4">
        Open the audit trail
      </ButtonLink>
    </div>
  )
}
