import type { Metadata } from 'next'
import { askedQuery } from '@/app/_server/http/address'
import { mayEnter } from '@/app/_server/people/denials'
import { requireViewer } from '@/app/_server/people/session'
import { listTokens, readTokenCursor } from '@/app/_server/people/tokens'
import { readerZone } from '@/app/_time/reader'
import { ButtonLink } from '@/app/_ui/button-link'
import { EmptyState } from '@/app/_ui/empty-state'
import { NothingHere } from '@/app/nothing-here'
import { TokenForm } from './token-form'
import { TokenList } from './token-list'

export const metadata: Metadata = { title: 'API tokens' }

/** The tokens of programs: made here, shown once, and revoked. */
export default async function TokensPage({ searchParams }: PageProps<'/people/tokens'>) {
  const [viewer, zone, { cursor }] = await Promise.all([
    requireViewer(),
    readerZone(),
    askedQuery(searchParams),
  ])
  if (mayEnter(viewer, 'manageTokens')) return <NothingHere />
  const place = typeof cursor === 'string' && readTokenCursor(cursor) ? cursor : null
  const page = await listTokens(viewer, place)
  if ('status' in page) return <NothingHere />
  return (
    <main id="main" className="column py-8">
      <h1 className="mb-2 font-semibold text-20">API tokens</h1>
      <p className="mb-6 max-w-[72ch] text-soft">
        A token lets a program use the API with <code>Authorization: Bearer</code>. What the program
        does is recorded under its own name.
      </p>
      <section aria-labelledby="new-title" className="mb-10 max-w-xl">
        <h2 id="new-title" className="mb-4 font-semibold text-16">
          New token
        </h2>
        <TokenForm />
      </section>
      <section aria-labelledby="tokens-title">
        <h2 id="tokens-title" className="mb-3 font-semibold text-16">
          Tokens
        </h2>
        {page.items.length === 0 ? (
          <EmptyState title={place === null ? 'No tokens' : 'No more tokens'} />
        ) : (
          <TokenList tokens={page.items} zone={zone} now={new Date().toISOString()} />
        )}
        {page.nextCursor && (
          <p className="py-4">
            <ButtonLink href={`/people/tokens?${new URLSearchParams({ cursor: page.nextCursor })}`}>
              Older tokens
            </ButtonLink>
          </p>
        )}
      </section>
    </main>
  )
}
