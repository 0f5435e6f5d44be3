import { sentenceFor } from '@/domain/payment-order/refusal'
import { datesFrom, indexFrom, type Schedule } from '@/domain/payment-order/schedule'
import { scheduleOf } from '@/domain/payment-order/terms'
import { NextDates } from './next-dates'
import { scheduleIn, type TermsValues } from './terms'

/** What dates depend on beside the form. */
export type Calendar = {
  /** The date now, in the zone of the order. */
  today: string
  zone: string
  holidays: readonly string[]
  /** The first date of an order that runs: it may have passed. */
  first?: string
}

type ComingDatesProps = { values: TermsValues; calendar: Calendar }

/** The next dates of a schedule as it is being typed, by the function that the bank pays by. */
export function ComingDates({ values, calendar }: ComingDatesProps) {
  const { today, zone } = calendar
  const schedule = readSchedule(values, calendar)
  return (
    <section aria-labelledby="coming-dates">
      <h2 id="coming-dates" className="mb-2 text-12 text-soft">
        Next dates
      </h2>
      {'sentence' in schedule ? (
        <p className="border-rule border-t py-2 text-soft">{schedule.sentence}</p>
      ) : (
        <NextDates next={nextOf(schedule, today, calendar.holidays)} zone={zone} />
      )}
    </section>
  )
}

function readSchedule(values: TermsValues, { today, first }: Calendar) {
  const isSame = first !== undefined && first === values.first && first < today
  const read = scheduleOf(scheduleIn(values), isSame ? first : today)
  return 'field' in read ? { sentence: sentenceFor(read) } : read
}

const SHOWN = 5

function nextOf(schedule: Schedule, today: string, holidays: readonly string[]) {
  return datesFrom(schedule, indexFrom(schedule, today), new Set(holidays), SHOWN)
}
