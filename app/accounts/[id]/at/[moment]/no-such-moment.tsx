import { exactTime } from '@/app/_time/instant'
import { ButtonLink } from '@/app/_ui/button'
import type { AccountJson, Moment, MomentAnswer } from '@/app/_wire/types'
import { AccountIdentity } from '../../account-identity'
import { pathAtVersion } from '../moment-path'
import { PastBar } from './past-bar'

type NoSuchMomentProps = {
  account: AccountJson
  zone: string
  moment: Moment
  answer: Extract<MomentAnswer, { reason: 'not-yet-open' | 'invalid' }>
}

/** A moment that can't be shown: before the account existed, or no moment at all. */
export function NoSuchMoment({ account, zone, moment, answer }: NoSuchMomentProps) {
  const early = answer.reason === 'not-yet-open'
  return (
    <div data-tone={early ? 'past' : undefined}>
      {early && <PastBar id={account.id} instant={instantOf(moment, account)} zone={zone} />}
      <main id="main" className="column py-8">
        <AccountIdentity account={account} zone={zone} />
        <section className="mt-8 border-rule border-t pt-6">
          <h2 className="font-medium text-16">
            {early ? 'The account did not exist then.' : 'This moment can’t be shown.'}
          </h2>
          <p className="mt-1 mb-6 max-w-[60ch] text-soft">
            {early ? sinceWords(answer, moment, zone) : answer.sentence}
          </p>
          <div className="flex flex-wrap gap-2">
            {early && (
              <ButtonLink href={pathAtVersion(account.id, 1)}>Look at its first moment</ButtonLink>
            )}
            <ButtonLink href={`/accounts/${account.id}/at`}>Choose another moment</ButtonLink>
            {!early && <ButtonLink href={`/accounts/${account.id}`}>Return to now</ButtonLink>}
          </div>
        </section>
      </main>
    </div>
  )
}

function instantOf(moment: Moment, account: AccountJson): string {
  const asked = 'version' in moment ? undefined : moment.asOf
  return asked === undefined ? account.openedAt : new Date(asked).toISOString()
}

/** Since when it exists; or, when it did but the bank had not heard of it, since when it knows. */
function sinceWords(
  { openedAt, sentence }: Extract<MomentAnswer, { reason: 'not-yet-open' }>,
  moment: Moment,
  zone: string,
): string {
  const asked = 'version' in moment || !moment.asOf ? null : new Date(moment.asOf)
  if (asked === null || asked >= new Date(openedAt)) return sentence
  return `It exists since ${exactTime(openedAt, zone)}.`
}
