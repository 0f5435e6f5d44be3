import 'server-only'
import fc from 'fast-check'
import { bank } from '@/app/_server/process/bank'
import { at, history, type Step, saveHistory } from '@/db/testing/histories'

/** Random histories of an account with late entries, as steps. */
export const lateHistories = history

/** The days of these histories, as instants. */
export const pastDays = fc.nat(300).map(day => at(day).toISOString())

/** Records a history as it would have been recorded, and answers the account's id and versions. */
export async function recordHistory(steps: readonly Step[]) {
  const { id, events } = await saveHistory(bank().store, steps)
  return { id, newest: events.length }
}
