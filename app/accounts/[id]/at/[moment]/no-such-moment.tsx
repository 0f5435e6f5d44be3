import { answerNotFound } from '@/app/_server/process/status'
import { pathAtVersion } from '@/app/_time/moment-path'
import { ButtonLink } from '@/app/_ui/button-link'
import { NothingHere } from '@/app/nothing-here'
import { AccountIdentity } from '../../account-identity'
import { pathOfChoice } from './choice-path'
import { PastBar } from './past-bar'
import type { NoPast } from './read-past'

/** Shown for a moment before the account existed, or one that is invalid. */
export function NoSuchMoment({ past }: { past: NoPast | null }) {
  if (!past) return <NothingHere />
  answerNotFound()
  const { now, zone, early, title, sentence } = past
  const moment = { event: null, asOf: early, knownAt: null }
  return (
    <div data-tone={early ? 'past' : undefined}>
      {early && <PastBar id={now.id} moment={moment} newest={now.version} zone={zone} keep={{}} />}
      <main id="main" className="column py-8">
        <AccountIdentity account={now} zone={zone} />
        <section className="mt-8 border-rule border-t pt-6">
          <h2 className="font-medium text-16">{title}</h2>
          <p className="mt-1 mb-6 max-w-[60ch] text-soft">{sentence}</p>
          <div className="flex flex-wrap gap-2">
            {early && <ButtonLink href={pathAtVersion(now.id, 1)}>Show the opening</ButtonLink>}
            <ButtonLink href={pathOfChoice(now.id, moment, {})}>Choose another date</ButtonLink>
            {!early && <ButtonLink href={`/accounts/${now.id}`}>Return to now</ButtonLink>}
          </div>
        </section>
      </main>
    </div>
  )
}
