import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { askedQuery, pathAfterSignIn } from '@/app/_server/http/address'
import { currentViewer, isCodeAwaited } from '@/app/_server/people/session'
import { Wordmark } from '@/app/_ui/wordmark'
import { CodeForm } from './code-form'

export const metadata: Metadata = { title: 'Enter a code' }

/** The second step of signing in, for people with a second factor. */
export default async function CodePage({ searchParams }: PageProps<'/sign-in/code'>) {
  const [viewer, { next }] = await Promise.all([currentViewer(), askedQuery(searchParams)])
  const path = pathAfterSignIn(typeof next === 'string' ? next : null)
  if (viewer) redirect(path)
  const again = `/sign-in?next=${encodeURIComponent(path)}`
  const isAwaited = await isCodeAwaited()
  return (
    <main id="main" className="mx-auto w-full max-w-88 px-4 pt-[14vh] pb-16">
      <Wordmark />
      <h1 className="mt-8 mb-2 font-semibold text-20">Enter a code</h1>
      {isAwaited ? (
        <>
          <p className="mb-6 text-soft">
            Open your authenticator app and enter the code that it shows for Daybook. If you have
            lost it, enter one of your recovery codes: each works once.
          </p>
          <CodeForm next={path} />
        </>
      ) : (
        <p className="mb-6 text-soft">
          No code is asked for: signing in took too long, or too many codes were wrong.
        </p>
      )}
      <Link
        href={again}
        prefetch={false}
        className="target mt-4 inline-flex items-center text-accent underline underline-offset-2"
      >
        {isAwaited ? 'Sign in as someone else' : 'Sign in again'}
      </Link>
    </main>
  )
}
