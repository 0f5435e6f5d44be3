import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { askedQuery } from '@/app/_server/http/address'
import { PASSWORD_HINT } from '@/app/_server/people/password-rules'
import { readOwnPage } from '@/app/_server/people/sessions/own'
import { canUsePasskeys, passkeyHost } from '@/app/_server/people/sessions/passkeys'
import { readerZone } from '@/app/_time/reader'
import { ZoneForm } from '@/app/_time/zone-form'
import { AddPasskey } from './add-passkey'
import { deviceInWords } from './device-words'
import { NameForm } from './name-form'
import { Passkeys } from './passkeys'
import { PasswordForm } from './password-form'
import { SecondFactor } from './second-factor'
import { Section } from './section'
import { Sessions } from './sessions'

export const metadata: Metadata = { title: 'Your page' }

const SAVED: Readonly<Record<string, string>> = {
  zone: 'Saved.',
  session: 'The session has ended.',
  sessions: 'All your other sessions have ended.',
  passkey: 'The passkey has its new name.',
  'passkey-removed': 'The passkey is removed.',
  'second-factor-off': 'The second factor is off.',
}

/** Everybody's own page: name, password, second factor, passkeys, sessions, zone and language. */
export default async function OwnPage({ searchParams }: PageProps<'/me'>) {
  const [own, query, zone, sent] = await Promise.all([
    readOwnPage(),
    askedQuery(searchParams),
    readerZone(),
    headers(),
  ])
  const { viewer, recoveryCodes, passkeys, sessions } = own
  const device = deviceInWords(sent.get('user-agent') ?? '')
  return (
    <main id="main" className="mx-auto w-full max-w-2xl px-4 py-8 sm:py-12">
      <h1 className="font-semibold text-20">Your page</h1>
      <p className="mb-6 text-soft">{viewer.email}</p>
      <p role="status" className="mb-4 empty:hidden">
        {typeof query.saved === 'string' && SAVED[query.saved]}
      </p>
      {viewer.lacksFactor && (
        <p role="alert" className="mb-4 max-w-[60ch] font-medium text-red-ink">
          The bank requires a second factor of its staff. Set it up below. Until then you can use
          only this page.
        </p>
      )}
      <Section id="name-title" title="Name">
        <NameForm name={viewer.name} />
      </Section>
      <Section id="password-title" title="Password">
        <PasswordForm email={viewer.email} hint={PASSWORD_HINT} />
      </Section>
      <Section
        id="factor-title"
        title="Second factor"
        note="Signing in with your password then also asks for a code of an app on your phone."
      >
        <SecondFactor left={recoveryCodes} />
      </Section>
      <Section
        id="passkeys-title"
        title="Passkeys"
        note={`A passkey signs you in with the lock of your device, without a password. It works only at the address ${passkeyHost()}.`}
      >
        <Passkeys passkeys={passkeys} zone={zone} />
        {canUsePasskeys(sent) ? (
          <AddPasskey isConfirmed={own.isConfirmed} name={device} />
        ) : (
          <p className="text-soft">
            Passkeys need an address with https, or localhost. Open the bank there to add one.
          </p>
        )}
      </Section>
      <Section
        id="sessions-title"
        title="Where you are signed in"
        note="A session ends by itself when it is not used. End one that you don’t know, and change your password."
      >
        <Sessions sessions={sessions} zone={zone} />
      </Section>
      <Section id="zone-title" title="Time zone">
        <ZoneForm back="/me" />
      </Section>
      <Section id="language-title" title="Language">
        <p className="text-soft">English. Daybook has no other language yet.</p>
      </Section>
    </main>
  )
}
