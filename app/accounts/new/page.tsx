import type { Metadata } from 'next'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { requireViewer } from '@/app/_server/people/session'
import { READ_ONLY } from '@/app/_server/people/staff'
import { ButtonLink } from '@/app/_ui/button'
import { CURRENCIES } from '@/domain/money/money'
import { ownUnits } from '@/domain/money/own-units'
import { OpeningForm } from './opening-form'

export const metadata: Metadata = { title: 'New account' }

/** Opens an account: customers for themselves, tellers for anyone. */
export default async function NewAccountPage() {
  const viewer = await requireViewer()
  return (
    <main id="main" className="column-narrow py-8 sm:py-12">
      <h1 className="mb-6 font-semibold text-20">New account</h1>
      {viewer.role === 'auditor' ? (
        <>
          <p className="mb-6 text-soft">{READ_ONLY}</p>
          <ButtonLink href="/accounts">Go to accounts</ButtonLink>
        </>
      ) : (
        <OpeningForm
          commandId={newCommandId()}
          owner={viewer.role === 'customer' ? viewer.name : ''}
          forOthers={viewer.role === 'teller'}
          currencies={namedCurrencies()}
        />
      )}
    </main>
  )
}

/** The bank's own units first. Named on the server, because names in browsers may differ. */
function namedCurrencies(): { code: string; name: string }[] {
  const names = new Intl.DisplayNames('en', { type: 'currency' })
  return [
    ...ownUnits().map(({ code, symbol }) => ({ code, name: `Unit of this bank, ${symbol}` })),
    ...CURRENCIES.map(code => ({ code, name: names.of(code) ?? code })),
  ]
}
