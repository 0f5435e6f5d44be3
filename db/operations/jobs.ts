import { and, desc, eq, sql as fragment, isNull, lt, or } from 'drizzle-orm'
import type { Sql } from '../connection'
import { type JobKind, type JobResult, type JobResults, jobs } from '../operations-schema'
import { drizzleOn } from '../query'

export type Job = Readonly<typeof jobs.$inferSelect>

/** A process that does a job and was silent for this long is not there any more. */
const JOB_LEASE_SECONDS = 60

/** A job whose process ended in the middle is begun again, so often. */
export const ATTEMPTS_MAX = 3

/** Jobs that are over are kept: so many. */
const KEPT_MAX = 200

/**
 * Asks for a job. Asking again while the same one is under way changes nothing.
 * @returns whether it is a new one
 */
export async function askJob(
  sql: Sql,
  asked: Pick<Job, 'id' | 'kind' | 'subject' | 'askedBy'>,
): Promise<boolean> {
  const rows = await drizzleOn(sql)
    .insert(jobs)
    .values({ ...asked, askedAt: fragment`now()`, attempts: 0, done: 0 })
    .onConflictDoNothing()
    .returning({ id: jobs.id })
  return rows.length === 1
}

/** The newest jobs first. */
export async function listJobs(sql: Sql, limit: number): Promise<Job[]> {
  return drizzleOn(sql).select().from(jobs).orderBy(desc(jobs.askedAt), desc(jobs.id)).limit(limit)
}

/**
 * Asks for a job that is done on a schedule, if it is due: not under way, not asked for within
 * `everySeconds`, or only a part was done. Of any number of processes that try, one asks.
 * @returns whether it is a new one
 */
export async function askDueJob(
  sql: Sql,
  { id, kind, subject, askedBy }: Pick<Job, 'id' | 'kind' | 'subject' | 'askedBy'>,
  everySeconds: number,
): Promise<boolean> {
  // Plain SQL: Drizzle has no insert from a select without a table.
  const rows = await sql`
    insert into jobs (id, kind, subject, asked_by, asked_at, attempts, done)
    select ${id}::uuid, ${kind}::text, ${subject}::text, ${askedBy}::text, now(), 0, 0
    where not exists (
      select from jobs where kind = ${kind} and subject = ${subject} and (ended_at is null
        or asked_at > now() - ${everySeconds} * interval '1 second'
          and not coalesce((result ->> 'isPart')::boolean, false)))
    on conflict do nothing returning id`
  return rows.length === 1
}

/** The last job of a kind, and subject, that was done to its end; null without one. */
export async function lastDone<Kind extends JobKind>(
  sql: Sql,
  kind: Kind,
  subject?: string,
): Promise<{ readonly endedAt: Date; readonly result: JobResults[Kind] } | null> {
  const [row] = await drizzleOn(sql)
    .select()
    .from(jobs)
    .where(
      and(
        ...[eq(jobs.kind, kind), eq(jobs.outcome, 'done')],
        subject === undefined ? undefined : eq(jobs.subject, subject),
      ),
    )
    .orderBy(desc(jobs.endedAt))
    .limit(1)
  if (!row?.endedAt) return null
  // What a job of a kind keeps is of that kind (run-jobs.ts).
  return { endedAt: row.endedAt, result: row.result as JobResults[Kind] }
}

/** Whether a job waits for somebody who does it: nobody has begun, or who began is gone. */
export async function isJobWaiting(sql: Sql): Promise<boolean> {
  const rows = await drizzleOn(sql).select({ id: jobs.id }).from(jobs).where(isWaiting()).limit(1)
  return rows.length > 0
}

/** Takes the oldest job that waits, or this one, for the owner's login; null without one. */
export async function claimJob(sql: Sql, holder: string, id?: string): Promise<Job | null> {
  return sql.begin(async tx => {
    const typed = drizzleOn(tx)
    const [next] = await typed
      .select({ id: jobs.id })
      .from(jobs)
      .where(and(isWaiting(), id === undefined ? undefined : eq(jobs.id, id)))
      .orderBy(jobs.askedAt, jobs.id)
      .limit(1)
      .for('update', { skipLocked: true })
    if (!next) return null
    const [job] = await typed
      .update(jobs)
      .set({
        ...{ holder, done: 0, startedAt: fragment`now()`, until: leaseEnd() },
        attempts: fragment`${jobs.attempts} + 1`,
      })
      .where(eq(jobs.id, next.id))
      .returning()
    return job ?? null
  })
}

/** Says that a job goes on. @returns false when somebody else has it */
export async function beat(
  sql: Sql,
  { id, holder }: Pick<Job, 'id' | 'holder'>,
  done: number,
  total: number | null,
): Promise<boolean> {
  const rows = await drizzleOn(sql)
    .update(jobs)
    .set({ done, total, until: leaseEnd() })
    .where(and(eq(jobs.id, id), eq(jobs.holder, holder ?? ''), isNull(jobs.endedAt)))
    .returning({ id: jobs.id })
  return rows.length === 1
}

/** How a job ended. */
export type JobEnd =
  | { readonly outcome: 'done'; readonly result: JobResult | null; readonly done: number }
  | { readonly outcome: 'failed'; readonly error: string }

export async function endJob(
  sql: Sql,
  { id, holder }: Pick<Job, 'id' | 'holder'>,
  end: JobEnd,
): Promise<void> {
  // As text: the client would encode JSON that is encoded already once more.
  const kept = end.outcome === 'done' &&
    end.result && { result: fragment`${JSON.stringify(end.result)}::text::jsonb` }
  await drizzleOn(sql)
    .update(jobs)
    .set({ ...end, ...kept, endedAt: fragment`now()` })
    .where(and(eq(jobs.id, id), eq(jobs.holder, holder ?? ''), isNull(jobs.endedAt)))
  await drizzleOn(sql)
    .delete(jobs)
    .where(
      fragment`${jobs.endedAt} is not null and ${jobs.id} not in (
        select id from jobs order by asked_at desc limit ${KEPT_MAX})`,
    )
}

function isWaiting() {
  return and(isNull(jobs.endedAt), or(isNull(jobs.until), lt(jobs.until, fragment`now()`)))
}

function leaseEnd() {
  return fragment`now() + ${JOB_LEASE_SECONDS} * interval '1 second'`
}
