import Link from 'next/link'
import { ZoneNote } from '@/app/_time/zone-note'
import { ButtonLink } from '@/app/_ui/button-link'
import { UserText } from '@/app/_ui/user-text'
import type { EventDetailJson } from '@/app/_wire/event-detail'
import { eventPath, streamOf, streamPath } from '@/app/_wire/stream-path'
import { timelinePath } from '@/app/_wire/timeline'
import { EventFacts } from './event-facts'

/** One event as a page, with links to its neighbours. */
export function EventView({ detail, zone }: { detail: EventDetailJson; zone: string }) {
  const { event, title, newest } = detail
  const { version } = event
  const of = streamOf(event)
  return (
    <main id="main" className="column py-8">
      <header className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h1 className="font-semibold text-20">{`Event ${version}`}</h1>
        <p className="min-w-0 max-w-full break-words text-soft">
          of{' '}
          <Link href={streamPath(of)} className="text-accent underline underline-offset-2">
            <UserText>{title}</UserText>
          </Link>
          {`, ${newest} events in total`}
        </p>
      </header>
      <ZoneNote shown={zone} />
      <nav aria-label="Move between events" className="mt-4 mb-6 flex flex-wrap gap-2">
        {version > 1 && (
          <ButtonLink prefetch={false} href={eventPath(of, version - 1)}>
            {`← Event ${version - 1}`}
          </ButtonLink>
        )}
        {version < newest && (
          <ButtonLink prefetch={false} href={eventPath(of, version + 1)}>
            {`Event ${version + 1} →`}
          </ButtonLink>
        )}
        <ButtonLink prefetch={false} href={timelinePath(of, { event: version, zone })}>
          Show in audit trail
        </ButtonLink>
      </nav>
      <div className="max-w-[40rem]">
        <EventFacts detail={detail} zone={zone} />
      </div>
    </main>
  )
}
