import type { Transaction } from '../connection'
import type { RowOf } from '../query'
import type { commands } from '../schema'
import type { Report } from './differences'

type Answered = Pick<
  RowOf<typeof commands>,
  'command_id' | 'aggregate_id' | 'first_version' | 'last_version' | 'refusal'
>

/**
 * Checks the answers to commands: an accepted one points to its own events, in existing versions; a
 * refused one has its command, and points to none.
 */
export async function checkCommands(tx: Transaction, report: Report): Promise<void> {
  // Plain SQL: Drizzle has no cursors.
  const rows = tx<Answered[]>`
    select command_id, aggregate_id, first_version, last_version, refusal
    from commands c
    where (case when refusal is not null
      then first_version is null and last_version is null
        and refused is not null and created_at is not null
      else first_version between 1 and last_version + 1
        and (last_version = 0 or exists (
          select from log e where e.aggregate_id = c.aggregate_id and e.event_version = last_version))
        and last_version - first_version + 1 = (
          select count(*) from log e
          where e.aggregate_id = c.aggregate_id and e.event_version between first_version and last_version
            and e.metadata ->> 'commandId' = c.command_id::text)
      end) is not true`
  for await (const page of rows.cursor(500)) {
    for (const answered of page) {
      report('commands', `${answered.command_id} ${answered.aggregate_id}`, sentenceOf(answered))
    }
  }
}

function sentenceOf({ first_version: first, last_version: last, refusal }: Answered): string {
  if (refusal !== null) return 'It was refused, but names events or lacks the requested values.'
  if (first === null || last === null) return 'It was accepted, but names no events.'
  return `Its answer names versions ${first} to ${last}, which are not the events of this command.`
}
