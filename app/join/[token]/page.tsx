import type { Metadata } from 'next'
import { linkFault, readLink } from '@/app/_server/directory/joining'
import { PASSWORD_HINT } from '@/app/_server/people/password-rules'
import { ButtonLink } from '@/app/_ui/button-link'
import { UserText } from '@/app/_ui/user-text'
import { Wordmark } from '@/app/_ui/wordmark'
import { JoinForm } from './join-form'

/** The address has a secret in it: no other page is told of it. */
export const metadata: Metadata = {
  title: 'Set your password',
  referrer: 'strict-origin',
  robots: { index: false },
}

/** Where somebody who was invited sets a password, or who starts a bank makes themselves administrator. */
export default async function JoinPage({ params }: PageProps<'/join/[token]'>) {
  const { token } = await params
  const link = await readLink(token)
  const isOpen = link?.state === 'open'
  return (
    <main id="main" className="mx-auto w-full max-w-88 px-4 pt-[14vh] pb-16">
      <Wordmark />
      <h1 className="mt-8 mb-3 font-semibold text-20">
        {isOpen && !link.person ? 'Set up this bank' : 'Set your password'}
      </h1>
      {isOpen ? (
        <>
          <Whose person={link.person} />
          <JoinForm token={token} email={link.person?.email ?? null} hint={PASSWORD_HINT} />
        </>
      ) : (
        <>
          <p className="mb-6 text-soft">{linkFault(link)}</p>
          <ButtonLink href="/sign-in">Go to sign-in</ButtonLink>
        </>
      )}
    </main>
  )
}

function Whose({ person }: { person: { name: string; email: string } | null }) {
  if (!person) {
    return (
      <p className="mb-6 text-soft">
        Nobody can sign in yet. Make yourself administrator: you invite everybody else.
      </p>
    )
  }
  return (
    <p className="mb-6 break-words text-soft">
      <UserText className="block font-medium text-ink">{person.name}</UserText>
      {person.email}
    </p>
  )
}
