import Link from 'next/link'
import { ButtonLink } from '@/app/_ui/button-link'
import { UserText } from '@/app/_ui/user-text'
import type { AttemptDetailJson } from '@/app/_wire/attempt-detail'
import { streamOf, streamPath } from '@/app/_wire/stream-path'
import { timelinePath } from '@/app/_wire/timeline'
import { AttemptFacts } from './attempt-facts'

type AttemptViewProps = { detail: AttemptDetailJson; zone: string }

/** A refused command on a page of its own. */
export function AttemptView({ detail, zone }: AttemptViewProps) {
  const { refusal, title } = detail
  const of = streamOf(refusal)
  return (
    <main id="main" className="column py-8">
      <header className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1 className="font-semibold text-20">Refused attempt</h1>
        {title !== null && (
          <p className="min-w-0 max-w-full break-words text-soft">
            on{' '}
            <Link href={streamPath(of)} className="text-accent underline underline-offset-2">
              <UserText>{title}</UserText>
            </Link>
          </p>
        )}
      </header>
      <nav aria-label="Lists with this attempt" className="mt-4 mb-6 flex flex-wrap gap-2">
        <ButtonLink
          prefetch={false}
          href={timelinePath(title === null ? null : of, {
            refused: 'also',
            clock: 'recorded',
            at: refusal.at,
            attempt: refusal.commandId,
            of: title === null ? of.id : null,
            zone,
          })}
        >
          Show in audit trail
        </ButtonLink>
      </nav>
      <div className="max-w-[40rem]">
        <AttemptFacts detail={detail} zone={zone} />
      </div>
    </main>
  )
}
