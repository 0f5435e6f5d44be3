import type { ReactNode } from 'react'
import { Day, Time } from '@/app/_ui/time'
import type { CapacityJson, DueJson } from '@/app/_wire/capacity'
import { countText, sizeText } from './figures'
import { Fact, Facts, Section, Table, Unknown } from './section'

type CapacitySectionProps = { capacity: CapacityJson | null; zone: string }

/** What an event takes, when disk and memory are used up, and what to do then. */
export function CapacitySection({ capacity, zone }: CapacitySectionProps) {
  return (
    <Section
      id="capacity"
      title="Capacity"
      aside={
        capacity && (
          <>
            {'As of '}
            <Time instant={capacity.at} zone={zone} />
            {', read every 10 minutes'}
          </>
        )
      }
    >
      {capacity === null ? (
        <Unknown />
      ) : (
        <>
          <Figures of={capacity} zone={zone} />
          <Steps of={capacity} zone={zone} />
          <Kinds of={capacity} />
        </>
      )}
    </Section>
  )
}

type PartProps = { of: CapacityJson; zone: string }

function Figures({ of: { events, bytesPerEvent, rate, disk, memory, archive }, zone }: PartProps) {
  return (
    <Facts>
      <Fact name="Events">
        {`${countText(events)}, each ${sizeText(bytesPerEvent)} with all it takes along`}
      </Fact>
      <Fact name="Events a day">{rateText(rate)}</Fact>
      <Fact name="Disk">
        {disk.freeBytes === null ? (
          <Elsewhere option="--disk-free 200G" />
        ) : (
          <>
            {`${sizeText(disk.freeBytes)} free, ${sizeText(disk.bytesPerDay)} a day. `}
            <Due word="Full" of={disk.due} zone={zone} />
          </>
        )}
      </Fact>
      <Fact name="Memory">
        {`Working set ${sizeText(memory.workingSetBytes)}`}
        {memory.bytes === null ? (
          <>
            {'. '}
            <Elsewhere option="--memory 32G" />
          </>
        ) : (
          <>
            {` of ${sizeText(memory.bytes)}. `}
            <Due word="Passed" of={memory.due} zone={zone} />
          </>
        )}
      </Fact>
      <Fact name="Archiving">
        {archive.share === 0
          ? `Would free nothing yet: no event is older than ${archive.afterDays} days and behind a snapshot`
          : `Events older than ${archive.afterDays} days are ${percent(archive.share)}: archived, they leave ${sizeText(archive.leavesBytes)} of the table, and ${sizeText(archive.workingSetBytes)} of the working set`}
      </Fact>
    </Facts>
  )
}

function rateText({ days, perDay, median, busiest, growth }: CapacityJson['rate']): string {
  if (days === 0) return 'Not known yet: the bank is less than a day old'
  const than = growth === null ? '' : `, ${growthText(growth)} in the 28 days before`
  const mean = `${countText(Math.round(perDay))}${than}`
  const of = days === 1 ? 'one day' : `${days} days without the busiest`
  return `${mean} (mean of ${of}; median ${countText(median)}, busiest ${countText(busiest)})`
}

function growthText(growth: number): string {
  const by = Math.round((growth - 1) * 100)
  if (by === 0) return 'as many as'
  return by > 0 ? `${by} % more than` : `${-by} % fewer than`
}

function Elsewhere({ option }: { option: string }) {
  return (
    <>
      {'The database is on another machine: '}
      <code className="font-mono text-12">{`npm run capacity -- ${option}`}</code>
    </>
  )
}

function Due({ word, of, zone }: { word: string; of: DueJson; zone: string }) {
  const { steady, growing } = of
  const isOther = growing !== null && growing !== steady
  return (
    <>
      {word}
      {steady === null ? ' in more than a hundred years' : <On at={steady} zone={zone} />}
      {isOther && (
        <>
          {','}
          <On at={growing} zone={zone} />
          {' if it goes on growing so'}
        </>
      )}
    </>
  )
}

function On({ at, zone }: { at: string; zone: string }) {
  return (
    <>
      {' on '}
      <Day instant={at} zone={zone} className="whitespace-nowrap" />
    </>
  )
}

const STEP_WORDS: ReadonlyMap<string, string> = new Map([
  ['archive', 'Archive old events'],
  ['larger disk', 'A larger disk'],
  ['larger machine', 'A larger machine'],
  ['detach years', 'Detach years'],
  ['Citus', 'Several machines (Citus)'],
])

function Steps({ of: { steps }, zone }: PartProps) {
  return (
    <ol aria-label="Next steps" className="mt-4 border-rule border-t">
      {inOrder(steps).map(({ name, when, events, because }) => (
        <li
          key={name}
          className="grid gap-x-6 border-rule border-b py-2 sm:grid-cols-[14rem_minmax(0,1fr)_auto]"
        >
          <span className="font-medium">{STEP_WORDS.get(name) ?? name}</span>
          <span className="text-soft max-sm:order-last">{because}</span>
          <span className="sm:text-right">
            {when === null ? (
              <span className="text-soft">not in sight</span>
            ) : (
              <>
                <Day instant={when} zone={zone} className="whitespace-nowrap" />
                {events !== null && (
                  <span className="text-soft sm:block sm:text-12">
                    <span className="sm:hidden">, </span>
                    {`at ${countText(events)} events`}
                  </span>
                )}
              </>
            )}
          </span>
        </li>
      ))}
    </ol>
  )
}

/** The next one first; those not in sight last. */
function inOrder(steps: CapacityJson['steps']): CapacityJson['steps'] {
  const at = (when: string | null) => when ?? '~'
  return steps.toSorted((a, b) => (at(a.when) < at(b.when) ? -1 : at(a.when) > at(b.when) ? 1 : 0))
}

function Kinds({ of: { kinds } }: { of: CapacityJson }): ReactNode {
  if (kinds.length === 0) return null
  return (
    <details>
      <summary className="target inline-flex items-center text-12 text-accent underline underline-offset-2">
        {`Bytes for each of ${kinds.length} kinds of events`}
      </summary>
      <Table caption="Kinds of events" heads={['Kind', 'Share', 'Row', 'With all']}>
        {kinds.map(({ kind, share, rowBytes, bytesPerEvent }) => (
          <tr key={kind}>
            <th scope="row" className="font-mono text-12">
              {kind}
            </th>
            <td>{percent(share)}</td>
            <td>{sizeText(rowBytes)}</td>
            <td>{sizeText(bytesPerEvent)}</td>
          </tr>
        ))}
      </Table>
    </details>
  )
}

function percent(share: number): string {
  const text = share * 100
  return `${text > 0 && text < 10 ? text.toFixed(1) : text.toFixed(0)} %`
}
