import Link from 'next/link'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { ParkedJson } from '@/app/_wire/operations'
import { countText } from './figures'
import { Section } from './section'

type ParkedSectionProps = { parked: readonly ParkedJson[] | null; zone: string }

/** Events that a subscriber could not handle, with the error; nothing without any. */
export function ParkedSection({ parked, zone }: ParkedSectionProps) {
  if (!parked || parked.length === 0) return null
  return (
    <Section id="parked" title="Parked events" aside="The lowest positions first, 50 at most">
      <ul className="border-rule border-t">
        {parked.map(one => (
          <li key={`${one.subscription} ${one.position}`} className="border-rule border-b py-2">
            <div className="flex flex-wrap justify-between gap-x-4">
              <p>
                <span className="font-medium">{one.subscription}</span>
                {' at '}
                <Place of={one} />
              </p>
              <p className="text-12 text-soft">
                {'parked '}
                <Time instant={one.parkedAt} zone={zone} />
              </p>
            </div>
            <p className="wrap-anywhere mt-0.5 font-mono text-12 text-soft">
              <UserText>{one.error}</UserText>
            </p>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Place({ of: { position, aggregateId, version } }: { of: ParkedJson }) {
  const text = `position ${countText(position)}`
  if (aggregateId === null || version === null) return text
  return (
    <Link
      prefetch={false}
      href={`/streams/${aggregateId}/events/${version}`}
      className="target-inline text-accent underline underline-offset-2"
    >
      {text}
    </Link>
  )
}
