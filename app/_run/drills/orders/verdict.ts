import type { Sql } from '@/db/connection'
import { checkProjections } from '@/db/projections/check'

/** What an order must have led to: dates paid, those of them marked late, and one that failed. */
export type Expected = {
  readonly paid: readonly string[]
  readonly late: readonly string[]
  readonly failed?: string
}

export type Judgement = {
  readonly faults: readonly string[]
  readonly orders: number
  readonly payments: number
  readonly late: number
}

type Row = {
  readonly id: string
  readonly type: string
  readonly command: string
  readonly cause: string | null
  readonly date: string | null
  readonly late: boolean | null
  readonly told: string | null
}

/**
 * Compares the orders with the accounts, and both with what must be: each date is paid once, by one
 * transfer that its order names, none is lost, late ones are marked, and the sum of all money stays.
 */
export async function judge(
  sql: Sql,
  expected: ReadonlyMap<string, Expected>,
  total: bigint,
): Promise<Judgement> {
  const rows = await sql<Row[]>`
    select aggregate_id as id, event_type as type, metadata ->> 'commandId' as command,
      metadata ->> 'correlationId' as cause, event_data ->> 'date' as date,
      (event_data ->> 'late')::boolean as late, event_data ->> 'commandId' as told
    from log where aggregate_type = 'PaymentOrder' or metadata ->> 'correlationId' is not null
    order by aggregate_id, event_version`
  const byOrder = new Map<string, Row[]>([...expected.keys()].map(id => [id, []]))
  for (const row of rows) byOrder.get(row.cause ?? row.id)?.push(row)
  const faults = [...expected].flatMap(([id, its]) => faultsOf(id, byOrder.get(id) ?? [], its))
  const [sums] = await sql<{ total: string; parked: number }[]>`
    select (select sum(balance) from accounts)::text as total,
      (select count(*) from parked_events)::int as parked`
  if (BigInt(sums?.total ?? 0) !== total) faults.push(`All money is ${sums?.total}, not ${total}`)
  if (sums?.parked !== 0) faults.push(`${sums?.parked} events are parked`)
  const differences = await checkProjections(sql)
  faults.push(...differences.map(({ where, key, sentence }) => `${where} ${key}: ${sentence}`))
  const count = (type: string) => rows.filter(row => row.type === type).length
  return {
    faults,
    orders: expected.size,
    payments: count('PaymentExecuted'),
    late: rows.filter(({ late }) => late === true).length,
  }
}

function faultsOf(id: string, rows: readonly Row[], { paid, late, failed }: Expected): string[] {
  const of = (type: string) => rows.filter(row => row.type === type)
  const dates = (found: readonly Row[]) => found.map(({ date }) => date).join(' ')
  const told = of('PaymentExecuted').map(row => row.told ?? '')
  const moved = (type: string) => of(type).map(({ command }) => command)
  const lates = of('PaymentDue').filter(row => row.late)
  const same = (one: readonly string[], other: readonly string[]) =>
    one.toSorted().join(' ') === other.toSorted().join(' ')
  const due = [...paid, ...(failed ? [failed] : [])]
  return [
    [same(told, moved('MoneyWithdrawn')), `names ${told.length} transfers of other accounts`],
    [
      same(told, moved('MoneyDeposited')),
      `has ${moved('MoneyDeposited').length} entries of payees`,
    ],
    [dates(of('PaymentExecuted')) === paid.join(' '), `paid ${dates(of('PaymentExecuted'))}`],
    [dates(of('PaymentDue')) === due.join(' '), `was due on ${dates(of('PaymentDue'))}`],
    [dates(lates) === late.join(' '), `was late on ${dates(lates)}, not ${late.join(' ')}`],
    [dates(of('PaymentFailed')) === (failed ?? ''), `failed on ${dates(of('PaymentFailed'))}`],
  ].flatMap(([holds, sentence]) => (holds ? [] : [`The order ${id} ${sentence}`]))
}
