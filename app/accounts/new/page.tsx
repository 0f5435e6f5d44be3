import type { Metadata } from 'next'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { may, mayDo } from '@/app/_server/people/rights'
import { requireViewer } from '@/app/_server/people/session'
import { ButtonLink } from '@/app/_ui/button-link'
import { CURRENCIES } from '@/domain/money/money'
import { ownUnits } from '@/domain/money/own-units'
import { OpeningForm } from './opening-form'

export const metadata: Metadata = { title: 'New account' }

/** Opens an account: customers for themselves, tellers for anyone. */
export default async function NewAccountPage() {
  const viewer = await requireViewer()
  const barred = mayDo(viewer, 'openAccounts')
  const forOthers = may(viewer, 'openForOthers')
  return (
    <main id="main" className="column-narrow py-8 sm:py-12">
      <h1 className="mb-6 font-semibold text-20">New account</h1>
      {barred ? (
        <>
          <p className="mb-6 text-soft">{barred.detail}</p>
          <ButtonLink href="/accounts">Go to accounts</ButtonLink>
        </>
      ) : (
        <OpeningForm
          commandId={newCommandId()}
          owner={forOthers ? '' : viewer.name}
          forOthers={forOthers}
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
