import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { demoSignIns } from '@/app/_server/demo/demo'
import { askedQuery, pathAfterSignIn } from '@/app/_server/http/address'
import { currentViewer } from '@/app/_server/people/session'
import { canUsePasskeys } from '@/app/_server/people/sessions/passkeys'
import { Wordmark } from '@/app/_ui/wordmark'
import { PasskeySignIn } from './passkey-sign-in'
import { SignInForm } from './sign-in-form'

export const metadata: Metadata = { title: 'Sign in' }

/** Sign-in by e-mail and password, by a passkey, or as one of the demo people if the demo bank is there. */
export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const [viewer, demo, { next }] = await Promise.all([
    currentViewer(),
    demoSignIns(),
    askedQuery(searchParams),
  ])
  const path = pathAfterSignIn(typeof next === 'string' ? next : null)
  if (viewer) redirect(path)
  return (
    <main id="main" className="mx-auto w-full max-w-88 px-4 pt-[14vh] pb-16">
      <Wordmark />
      <h1 className="mt-8 mb-6 font-semibold text-20">Sign in</h1>
      <SignInForm next={path} demo={demo}>
        {canUsePasskeys(await headers()) && <PasskeySignIn next={path} />}
      </SignInForm>
    </main>
  )
}
