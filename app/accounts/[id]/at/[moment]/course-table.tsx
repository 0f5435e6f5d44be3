'use client'

import { useState } from 'react'
import { Amount } from '@/app/_ui/amount'
import { Time } from '@/app/_ui/time'
import type { CourseJson } from '@/app/_wire/look-back'
import type { Axis } from './chart-scale'

type CourseTableProps = { course: CourseJson; axis: Axis; zone: string }

/** The chart's data as a table in the chart's order, rendered when opened. */
export function CourseTable({ course, axis, zone }: CourseTableProps) {
  const [open, setOpen] = useState(false)
  const { currency } = course
  const order = axis === 'time' ? 'by effective date' : 'in the order recorded'
  return (
    <details
      className="mt-2 text-12"
      onToggle={event => setOpen(event.currentTarget.open)}
      data-chrome
    >
      <summary className="target-inline inline-flex items-center rounded-sm text-soft underline decoration-rule-strong underline-offset-4 hover:text-ink">
        Show as a table
      </summary>
      {open && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls what is too long
        <div tabIndex={0} className="mt-2 max-h-80 overflow-y-auto rounded-md border border-rule">
          <table className="w-full">
            <caption className="sr-only">{`Balance after each event, ${currency}, ${order}`}</caption>
            <thead className="sticky top-0 bg-sunken text-left text-faint [&_th]:px-3 [&_th]:py-1.5 [&_th]:font-normal">
              <tr>
                <th scope="col">Event</th>
                <th scope="col">{`Effective, ${zone}`}</th>
                <th scope="col" className="text-right">{`Balance, ${currency}`}</th>
              </tr>
            </thead>
            <tbody className="[&_td]:px-3 [&_td]:py-1 [&_th]:px-3">
              {linesOf(course, axis).map(({ version, at, occurredOn, balance, late }) => (
                <tr key={version} className="border-rule border-t">
                  <th scope="row" className="whitespace-nowrap text-left font-mono font-normal">
                    {version}
                    {late && (
                      <span className="ml-2 rounded-sm border border-rule-strong px-1 font-sans text-soft">
                        late
                      </span>
                    )}
                  </th>
                  <td className="text-soft">
                    <Time instant={at} on={occurredOn} zone={zone} />
                  </td>
                  <td className="text-right">
                    <Amount value={balance} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  )
}

function linesOf({ points, byDate }: CourseJson, axis: Axis) {
  if (axis === 'time') return byDate.points.filter(({ version }) => version !== null)
  return points.map(({ version, occurredAt, occurredOn, frontierAt, balance }) => {
    return { version, at: occurredAt, occurredOn, balance, late: occurredAt < frontierAt }
  })
}
