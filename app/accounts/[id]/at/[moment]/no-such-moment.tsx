import { exactTime } from '@/app/_time/instant'
import { ButtonLink } from '@/app/_ui/button'
import type { AccountJson, Moment, MomentAnswer } from '@/app/_wire/types'
import { AccountIdentity } from '../../account-identity'
import { pathAtVersion } from '../moment-path'

type NoSuchMomentProps = {
  account: AccountJson
  zone: string
  moment: Moment
  answer: Extract<MomentAnswer, { reason: 'not-yet-open' | 'invalid' }>
}

/** A moment that can't be shown: before the account existed, or no moment at all. */
export function NoSuchMoment({ account, zone, moment, answer }: NoSuchMomentProps) {
  const early = answer.reason === 'not-yet-open'
  const asked = 'version' in moment ? null : moment.asOf
  return (
    <div data-tone="past">
      <main id="main" className="column border-amber py-8">
        <AccountIdentity account={account} zone={zone} />
        <section className="mt-8 border-rule border-t pt-6">
          <h2 className="font-medium text-16">
            {early ? 'The account did not exist then.' : 'This moment can’t be shown.'}
          </h2>
          <p className="mt-1 mb-6 max-w-[60ch] text-soft">
            {early
              ? `It exists since ${exactTime(answer.openedAt, zone)}. ${askedWords(asked, zone)}`
              : answer.sentence}
          </p>
          <div className="flex flex-wrap gap-2">
            {early && (
              <ButtonLink href={pathAtVersion(account.id, 1)}>Look at its first moment</ButtonLink>
            )}
            <ButtonLink href={`/accounts/${account.id}/at`}>Choose another moment</ButtonLink>
            <ButtonLink href={`/accounts/${account.id}`}>Return to now</ButtonLink>
          </div>
        </section>
      </main>
    </div>
  )
}

function askedWords(asked: string | null | undefined, zone: string): string {
  if (!asked || Number.isNaN(Date.parse(asked))) return ''
  return `You asked for ${exactTime(new Date(asked).toISOString(), zone)}.`
}
