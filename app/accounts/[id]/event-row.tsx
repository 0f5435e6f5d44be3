'use client'

import { useState } from 'react'
import { Amount } from '@/app/_ui/amount'
import type { Line } from '@/app/_ui/event-words'
import { Time } from '@/app/_ui/time'
import type { EventJson } from '@/app/_wire/types'
import { RawEvent } from './raw-event'
import { RawEventButton } from './raw-event-button'
import { VersionLink } from './version-link'

type EventRowProps = {
  line: Line
  /** The event behind the line; null while it is being recorded. */
  event: EventJson | null
  zone: string
  /** Has just come: shows where it went. */
  arriving?: boolean
  /** Happened before events that had been recorded already. */
  late?: boolean
  /** Stands after the moment that is looked at. */
  later?: boolean
}

/** Below 640 px: what and amount; when and balance. */
const ROW = `border-rule border-b align-baseline grid grid-cols-[minmax(0,1fr)_auto_2.25rem]
  gap-x-2 gap-y-0.5 py-2.5 sm:table-row sm:h-11 sm:[&>td]:py-2.5 sm:[&>th]:py-2.5`

/** A shade lighter as a whole; the minor units could not be read in a second one. */
const FADED = 'text-soft [&_.minor]:text-inherit'

/** One event as a line of the book, with the raw event on demand. */
export function EventRow({ line, event, zone, ...is }: EventRowProps) {
  const [open, setOpen] = useState(false)
  const { version, occurredAt, word, note, by, delta, balance } = line
  const faded = is.later || event === null
  return (
    <>
      <tr className={`${ROW} ${is.arriving ? 'animate-arrive' : ''} ${faded ? FADED : ''}`}>
        <th scope="row" className="hidden pr-4 text-left font-normal text-12 sm:table-cell">
          {event ? <VersionLink id={event.accountId} version={version} /> : version}
        </th>
        <td className="order-4 text-12 text-soft sm:pr-6">
          {occurredAt ? <Time instant={occurredAt} zone={zone} /> : 'Being recorded…'}
        </td>
        <td className="order-1 min-w-0 truncate sm:w-full sm:max-w-0 sm:pr-4">
          <span className={faded ? '' : 'font-medium'}>{word}</span>
          {is.late && <span className="pl-2 text-12 text-faint">recorded later</span>}
          {note && (
            <span title={note} className="pl-2 text-12 text-soft">
              {note}
            </span>
          )}
        </td>
        <td className="hidden max-w-40 truncate pr-4 text-12 text-soft lg:table-cell" title={by}>
          {by}
        </td>
        <td className="order-2 text-right sm:pl-2">
          <Amount value={delta} signed />
        </td>
        <td className="order-5 text-right text-12 sm:pl-8 sm:text-14">
          <Amount value={balance} />
        </td>
        <td className="order-3 row-span-2 self-center text-right align-middle sm:pl-2">
          {event && <RawEventButton version={version} open={open} onPress={setOpen} />}
        </td>
      </tr>
      {event && open && (
        <tr id={`raw-${version}`} className="block sm:table-row">
          <td colSpan={7} className="block border-rule border-b sm:table-cell">
            <RawEvent event={event} zone={zone} />
          </td>
        </tr>
      )}
    </>
  )
}
