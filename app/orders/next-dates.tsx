import { dayInWords } from '@/domain/date-words'

type NextDatesProps = {
  next: readonly { readonly date: string; readonly on: string }[]
  /** Of its dates. */
  zone: string
}

const WEEKDAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ')

/** The dates that follow, and where a date moves because it is no business day. */
export function NextDates({ next, zone }: NextDatesProps) {
  return (
    <>
      <ol className="border-rule border-t">
        {next.map(({ date, on }) => (
          <li
            key={date}
            className="flex flex-wrap items-baseline gap-x-3 border-rule border-b py-1.5"
          >
            <span className="w-9 text-12 text-soft">{weekdayOf(on)}</span>
            <time dateTime={on}>{dayInWords(on)}</time>
            {on !== date && (
              <span className="text-12 text-soft">{`moved from ${weekdayOf(date)}, ${dayInWords(date)}`}</span>
            )}
          </li>
        ))}
      </ol>
      <p className="mt-2 text-12 text-faint">{`Paid at the start of the day in ${zone}.`}</p>
    </>
  )
}

function weekdayOf(date: string): string {
  return WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? ''
}
