import type { Metadata } from 'next'
import { listAccountsOfSize, sizeBounds } from '@/app/_server/bank/insights'
import { askedQuery } from '@/app/_server/http/address'
import { mayEnter } from '@/app/_server/people/denials'
import { requireViewer } from '@/app/_server/people/session'
import { ButtonLink } from '@/app/_ui/button-link'
import { EmptyState } from '@/app/_ui/empty-state'
import { isUuid } from '@/app/_wire/uuid'
import { NothingHere } from '@/app/nothing-here'
import { isCurrency } from '@/domain/money/money'
import { QuietTable } from '../../../quiet-table'
import { sizeWords } from '../../../sizes'

export const metadata: Metadata = { title: 'Balances by size' }

const ACCOUNTS_PER_PAGE = 50

type Props = PageProps<'/bank/insights/sizes/[currency]/[size]'>

/** The accounts behind one line of the balances by size. */
export default async function SizePage({ params, searchParams }: Props) {
  const [viewer, { currency, size }, query] = await Promise.all([
    requireViewer(),
    params,
    askedQuery(searchParams),
  ])
  const { after } = query
  const isPlace = after === undefined || (typeof after === 'string' && isUuid(after))
  const isSize = isCurrency(currency) && /^(?:-1|\d|1\d)$/.test(size)
  if (mayEnter(viewer, 'readBank') || !isSize || !isPlace) return <NothingHere />
  const page = await listAccountsOfSize(viewer, currency, Number(size), {
    cursor: after,
    limit: ACCOUNTS_PER_PAGE,
  })
  const words = sizeWords(sizeBounds(currency, Number(size)))
  return (
    <main id="main" className="column py-8">
      <h1 className="font-semibold text-20">{`Balances: ${words}, ${currency}`}</h1>
      {page && page.items.length > 0 ? (
        <QuietTable caption="Accounts in this balance range" accounts={page.items} />
      ) : (
        <div className="mt-6">
          <EmptyState title="No accounts in this balance range" />
        </div>
      )}
      <p className="flex flex-wrap gap-2 py-4">
        {page?.nextCursor && (
          <ButtonLink href={`/bank/insights/sizes/${currency}/${size}?after=${page.nextCursor}`}>
            Next page
          </ButtonLink>
        )}
        <ButtonLink
          href={`/bank/insights?currency=${currency}`}
          look="bare"
          className="first:-ml-3"
        >
          Back to insights
        </ButtonLink>
      </p>
    </main>
  )
}
