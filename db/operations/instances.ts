import { sql as fragment } from 'drizzle-orm'
import type { Sql } from '../connection'
import { type InstanceFigures, instances } from '../operations-schema'
import { drizzleOn } from '../query'

export type Instance = Readonly<typeof instances.$inferSelect>

/** A process that was silent for this long is not there any more. */
const SILENT_SECONDS = 30

/** Rows of processes that are gone are kept this long. */
const KEPT_HOURS = 24

/** Says that a web process is there, and how it is. */
export async function tellInstance(
  sql: Sql,
  of: Pick<Instance, 'id' | 'startedAt' | 'version' | 'node'>,
  figures: InstanceFigures,
): Promise<void> {
  await drizzleOn(sql)
    .insert(instances)
    .values({ ...of, figures, seenAt: fragment`now()` })
    .onConflictDoUpdate({ target: instances.id, set: { figures, seenAt: fragment`now()` } })
}

/** The web processes that are there now, the oldest first. */
export async function presentInstances(sql: Sql): Promise<Instance[]> {
  return drizzleOn(sql)
    .select()
    .from(instances)
    .where(fragment`${instances.seenAt} > now() - ${SILENT_SECONDS} * interval '1 second'`)
    .orderBy(instances.startedAt, instances.id)
    .limit(100)
}

export async function forgetInstances(sql: Sql): Promise<void> {
  await drizzleOn(sql)
    .delete(instances)
    .where(fragment`${instances.seenAt} < now() - ${KEPT_HOURS} * interval '1 hour'`)
}
