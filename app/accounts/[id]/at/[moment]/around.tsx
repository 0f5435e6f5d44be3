import { capitalized } from '@/app/_past/moment-words'
import { EventList } from '@/app/_timeline/event-list'
import type { EntryJson, PastJson } from '@/app/_wire/look-back'
import type { EventJson } from '@/app/_wire/types'

type AroundProps = {
  zone: string
  currency: string
  onSelect: (version: number) => void
}

/** The events around a version, in the order recorded. */
export function AroundVersion({ past, ...list }: AroundProps & { past: PastJson }) {
  const { version } = past.account
  return (
    <section aria-labelledby="around" className="mt-10">
      <h2 id="around" className="font-medium text-16">
        Events around this one
      </h2>
      <p className="mt-1 mb-2 text-12 text-soft">In the order recorded, newest first.</p>
      <EventList
        {...list}
        items={past.around}
        caption="Events around this one, newest first"
        selected={version}
        rule={{ above: version, label: `After event ${version}` }}
        isFaded={other => other > version}
      />
    </section>
  )
}

type AroundDateProps = AroundProps & {
  after: readonly EntryJson[]
  until: readonly EntryJson[]
  /** The moment. */
  words: string
}

/** The events around a date: late entries at their date, each balance with what is dated up to it. */
export function AroundDate({ after, until, words, ...list }: AroundDateProps) {
  const faded = new Set(after.map(({ event }) => event.version))
  const [first] = until
  return (
    <section aria-labelledby="around" className="mt-10">
      <h2 id="around" className="font-medium text-16">
        Events around this date
      </h2>
      <p className="mt-1 mb-2 text-12 text-soft">
        By effective date, latest first. Late entries stand at their date.
      </p>
      <EventList
        {...list}
        items={[...after, ...until].map(withBalance)}
        caption="Events around this date, latest first"
        selected={null}
        {...(first && { rule: { above: first.event.version, label: capitalized(words) } })}
        isFaded={version => faded.has(version)}
      />
    </section>
  )
}

/** An event with the balance by effective date instead of the recorded one. */
function withBalance({ event, balance }: EntryJson): EventJson {
  return event.money ? { ...event, money: { ...event.money, balance } } : event
}
