import { z } from 'zod'
import { openSql, type Sql } from '../connection'
import { currentEpoch } from '../epoch'
import { feedHead } from '../feed/read-feed'
import { anyOf, drizzleOn } from '../query'
import { commands, subscriptions } from '../schema'
import { BackupFault } from './manifest'
import type { RestoreDone } from './restore'

/** What somebody outside the bank knows: `npm run feed -- export` writes it, others may. */
const known = z.object({
  epoch: z.string(),
  position: z.number().int().nonnegative(),
  checkpoints: z.record(z.string(), z.number().int().nonnegative()),
  commandIds: z.array(z.uuid()).default([]),
})

export type KnownElsewhere = z.infer<typeof known>

/** How many of the last answered commands an export names. */
const COMMANDS_MAX = 10_000

/** The checkpoints of now, and the commands that led to the last events. */
export async function exportKnown(sql: Sql): Promise<KnownElsewhere> {
  const [{ id: epoch }, position, points] = await Promise.all([
    currentEpoch(sql),
    feedHead(sql),
    drizzleOn(sql).select().from(subscriptions).orderBy(subscriptions.name),
  ])
  const rows = await sql<{ id: string | null }[]>`
    select e.metadata ->> 'commandId' as id from feed f
    join log e on e.aggregate_id = f.aggregate_id and e.event_version = f.event_version
    where f.position > ${position - COMMANDS_MAX} and f.position <= ${position} order by f.position`
  const commandIds = [...new Set(rows.flatMap(({ id }) => id ?? []))]
  const checkpoints = Object.fromEntries(points.map(point => [point.name, point.position]))
  return { epoch, position, checkpoints, commandIds }
}

/** @throws BackupFault for a text that is no export */
export function readKnown(text: string): KnownElsewhere {
  try {
    return known.parse(JSON.parse(text))
  } catch {
    throw new BackupFault(
      'The file of --known is no export of checkpoints. See db/backup/FORMAT.md.',
    )
  }
}

/** What the epoch before knew and this bank doesn't. */
export type Aftermath = {
  readonly epoch: string
  readonly from: string
  readonly takenAt: string
  readonly until: string | null
  readonly position: number
  /** Up to here a position means the same event in both epochs. */
  readonly unchangedTo: number
  /** Checkpoints beyond that: their owners have seen events that are no more. */
  readonly checkpointsBeyond: readonly { name: string; position: number }[]
  readonly commandsLost: readonly string[]
  readonly eventsLost: RestoreDone['lost']
}

/** The report of a restore: for people, and whole for programs. */
export async function reportOf(
  url: string,
  done: RestoreDone,
  exported: KnownElsewhere | null,
): Promise<{ lines: readonly string[]; file: Aftermath }> {
  const { restored, lost, events, epoch, manifest } = done
  const mayBeOf = exported?.epoch === restored.from ? exported : null
  const points = { ...manifest.checkpoints, ...mayBeOf?.checkpoints }
  const beyond = Object.entries(points)
    .filter(([, position]) => position > restored.unchangedTo)
    .map(([name, position]) => ({ name, position }))
  if (mayBeOf && mayBeOf.position > restored.unchangedTo) {
    beyond.push({ name: 'the end of the feed', position: mayBeOf.position })
  }
  const ids = new Set(lost.flatMap(({ commandId }) => commandId ?? []))
  for (const id of await unanswered(url, mayBeOf?.commandIds ?? [])) ids.add(id)
  const { from, takenAt, until, unchangedTo } = restored
  const file: Aftermath = {
    ...{ epoch, from, takenAt, until, position: events, unchangedTo },
    ...{ checkpointsBeyond: beyond, commandsLost: [...ids], eventsLost: lost },
  }
  const other = exported && !mayBeOf ? exported.epoch : null
  return { lines: linesOf(file, other, manifest.tables.auth_two_factors), file }
}

function linesOf(
  { epoch, from, position, unchangedTo, checkpointsBeyond, commandsLost, eventsLost }: Aftermath,
  other: string | null,
  secondFactors: { files: readonly { lines: number }[] } | undefined,
): string[] {
  const lines = [
    `This is epoch ${epoch}. The log ends at position ${position}; up to ${unchangedTo} every position is that of epoch ${from}.`,
    `Events that were left out: ${eventsLost.length}. Commands that were answered, and are new to this bank: ${commandsLost.length}.`,
    ...checkpointsBeyond.map(
      ({ name, position: at }) => `Epoch ${from} knew more: ${name} was at position ${at}.`,
    ),
    ...commandsLost.slice(0, 20).map(id => `  command ${id}`),
    ...(commandsLost.length > 20 ? [`  and ${commandsLost.length - 20} more, in the report`] : []),
  ]
  if (other !== null)
    lines.push(`The checkpoints of --known are of epoch ${other}, not of ${from}.`)
  if (secondFactors?.files.some(({ lines: rows }) => rows > 0)) {
    lines.push(
      'Second factors are readable with the same BETTER_AUTH_SECRET only. Otherwise reset those people ' +
        'on /people, or by npm run people -- reset.',
    )
  }
  lines.push('Everybody signs in anew. Tokens, links and passwords are as they were in the backup.')
  return lines
}

/** Those of some commands that this bank has no answer to. */
async function unanswered(url: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const sql = openSql(url, { max: 1 })
  const rows = await drizzleOn(sql)
    .select({ id: commands.commandId })
    .from(commands)
    .where(anyOf(commands.commandId, ids))
    .finally(() => sql.end())
  const answered = new Set(rows.map(({ id }) => id))
  return ids.filter(id => !answered.has(id))
}
