import { startOfDateIn } from '@/domain/bank-account/business-day'
import type { DateText } from '@/domain/event-sourcing/calendar-date'
import type { Batch } from './payment-batch'

/** From when on a batch needs the bank: to make orders, or to see whether all are paid; null: never. */
export function dueFrom({ status, made, rows, timeZone }: Batch): Date | null {
  if (status !== 'running') return null
  if (made < rows.length) return new Date(0)
  return startOfDateIn(timeZone, lastDateOf(rows))
}

function lastDateOf(rows: Batch['rows']): DateText {
  return rows.reduce((last, { date }) => (date > last ? date : last), '')
}
