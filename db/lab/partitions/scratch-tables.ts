import type { Sql } from '../../connection'

/** The schema of the tables; it exists only during a measurement. */
export const SCHEMA = 'partition_measure'

const PARTITIONS = 8

/** How many events a transaction writes. */
export const BATCH = 500

const EVENTS_AN_ACCOUNT = 100

/** One of the two tables, and how long each transaction of the last step took. */
export type ScratchTable = {
  readonly label: string
  readonly name: string
  readonly batchMs: number[]
}

/** Each writer has its own accounts. */
export type Plan = {
  readonly writers: number
  readonly accountsEach: number
  readonly stepEach: number
}

/** The sizes for about `events` in each table, written in `steps` by `writers`. */
export function planFor(events: number, steps: number, writers: number): Plan {
  return {
    writers,
    // With a prime number of accounts every stride visits each of them once.
    accountsEach: nextPrime(events / EVENTS_AN_ACCOUNT / writers),
    stepEach: Math.floor(events / steps / writers),
  }
}

/** Makes two copies of `events`, with all columns and indexes. */
export async function createTables(sql: Sql): Promise<ScratchTable[]> {
  const partitions = Array.from(
    { length: PARTITIONS },
    (_, rest) => `create table hashed_${rest} partition of hashed
      for values with (modulus ${PARTITIONS}, remainder ${rest});`,
  )
  await sql.begin(tx =>
    tx.unsafe(`
      drop schema if exists ${SCHEMA} cascade;
      create schema ${SCHEMA};
      set local search_path to ${SCHEMA}, public;
      create table plain (like public.events including all);
      create table hashed (like public.events including all) partition by hash (aggregate_id);
      ${partitions.join('\n')}`),
  )
  return [
    { label: 'plain', name: `${SCHEMA}.plain`, batchMs: [] },
    { label: `${PARTITIONS} partitions`, name: `${SCHEMA}.hashed`, batchMs: [] },
  ]
}

/** One writer's share of a step: transactions like those of an append, one after another. */
export async function writeStep(
  sql: Sql,
  table: ScratchTable,
  plan: Plan,
  writer: number,
  step: number,
): Promise<void> {
  const end = (step + 1) * plan.stepEach
  for (let from = step * plan.stepEach; from < end; ) {
    // A transaction ends with the round, so no account is in it twice.
    const round = Math.floor(from / plan.accountsEach)
    const to = Math.min(from + BATCH, end, (round + 1) * plan.accountsEach)
    const begun = performance.now()
    const inserted = await insertBatch(sql, table.name, plan, { writer, round, from, to })
    table.batchMs.push(performance.now() - begun)
    if (inserted !== to - from) throw new Error(`${to - from - inserted} events were not inserted.`)
    from = to
  }
}

/**
 * Every round writes the next version of every account, in a new random order. The server generates
 * the rows, so the client is not part of the measurement; the guard is the append's.
 */
async function insertBatch(
  sql: Sql,
  name: string,
  { writers, accountsEach }: Plan,
  { writer, round, from, to }: { writer: number; round: number; from: number; to: number },
): Promise<number> {
  const stride = 1 + ((7919 * (round + 1)) % (accountsEach - 1))
  const { count } = await sql`
    insert into ${sql(name)}
    select id, gen_random_uuid(), case when is_late then at - interval '10 days' else at end, at,
      case when is_late then at - interval '1 second' else at end, version, 2, 'BankAccount',
      case when version = 1 then 'AccountCreated' when i % 3 = 0 then 'MoneyWithdrawn'
        else 'MoneyDeposited' end,
      case when version = 1 then jsonb_build_object('accountId', id, 'owner', 'Owner ' || n,
          'currency', 'EUR', 'openingBalance', '100.00', 'reference', null, 'customerId', 'c' || n)
        else jsonb_build_object('amount', (i % 9000) || '.50', 'balance', (i % 90000) || '.00',
          'currency', 'EUR', 'note', case when i % 2 = 0 then 'Rent, June' end) end,
      jsonb_build_object('commandId', gen_random_uuid(), 'actor', jsonb_build_object(
          'id', case when i % 5 = 0 then 'teller-' || i % 50 else 'c' || n end,
          'name', 'Owner ' || n, 'role', 'customer'))
        || case when i % 10 = 0 then jsonb_build_object('correlationId', gen_random_uuid())
          else '{}' end
    from (
      select i, n, md5('account ' || n)::uuid as id, ${round + 1}::int as version,
        timestamptz '2020-01-01Z' + (i * ${writers}::int + ${writer}::int) * interval '1 second' as at,
        i % 97 = 0 and ${round > 0} as is_late
      from generate_series(${from}::bigint, ${to - 1}::bigint) as i,
        lateral (select (i * ${stride}::bigint) % ${accountsEach}::int * ${writers}::int
          + ${writer}::int as n) as account
    ) t
    where version = 1 or exists (
      select from ${sql(name)} e where e.aggregate_id = t.id and e.event_version = t.version - 1)`
  return count
}

function nextPrime(from: number): number {
  for (let n = Math.max(3, Math.ceil(from)); ; n++) {
    let isPrime = true
    for (let d = 2; d * d <= n && isPrime; d++) isPrime = n % d !== 0
    if (isPrime) return n
  }
}
