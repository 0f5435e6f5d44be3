import { BALANCE_LIMIT } from '@/domain/bank-account'
import { formatAmount, groupAmount } from '@/domain/money'
import { arrayOf, arrayOfTexts } from '../array-literals'
import { connectionOptions, openSql, type Sql } from '../connection'
import type { Fault } from './row-rules'
import { accountIdOf, CURRENCY, commandIdOf, type StatementRow } from './statement'

/** A row with the ids that it has in this bank. */
export type StagedRow = StatementRow & {
  readonly accountId: string
  readonly commandId: string
}

/** The rows of one file, kept by the database while it is being imported. */
export type Staging = {
  add(rows: readonly StatementRow[]): Promise<void>
  /** Takes out the rows that cannot stand beside the others of the file, and gives each fault. */
  takeOutMisfits(): AsyncGenerator<readonly Fault[]>
  /** Ends the filling. @returns how many rows there are, and of how many accounts. */
  seal(): Promise<{ readonly rows: number; readonly accounts: number }>
  /** The accounts, in pages, by id. */
  accountPages(): AsyncGenerator<readonly string[]>
  /**
   * Their rows account by account, each account's in the order of the file, in pages: of whole
   * accounts, or of one account that doesn't fit into one.
   */
  pages(accountIds: readonly string[]): AsyncGenerator<readonly StagedRow[]>
  /** Forgets the rows. */
  close(): Promise<void>
  /** The connection that sees them, as the table `import_rows`. */
  readonly sql: Sql
}

/** Whether an error says that the connection was renewed on the way, without the staged rows. */
export function isStagingLost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE
}

const UNDEFINED_TABLE = '42P01'

/** How many rows, or accounts, one page has at most. */
const PAGE = 1000

/**
 * Nothing is known of tables that are just being filled, and a join row by row of two large ones
 * would never end. The rest is what the rows of a file may take of the server's memory.
 */
const PLANS = { enable_nestloop: 'off', work_mem: '16MB', temp_buffers: '32MB' }
const LEAST_ID = '00000000-0000-0000-0000-000000000000'

/**
 * Opens a temporary table for the rows of a file. It lives as long as this connection, so a killed
 * import leaves nothing behind; it lets the database find what needs the whole file in view
 * (duplicates, order) and put the rows of one account together, while this process needs the
 * memory of a page.
 */
export async function openStaging(url: string): Promise<Staging> {
  // The table belongs to one connection, which must not be renewed on the way.
  const { connection } = connectionOptions(url)
  const sql = openSql(url, { max: 1, max_lifetime: null, connection: { ...connection, ...PLANS } })
  await sql`
    create temporary table import_rows (
      account_id uuid not null,
      command_id uuid not null,
      line bigint not null,
      amount bigint not null,
      balance_after bigint not null,
      day date not null,
      type text not null,
      reference text not null,
      transaction_id text not null,
      note text
    )`
  return {
    add: rows => add(sql, rows),
    takeOutMisfits: () => takeOutMisfits(sql),
    seal: () => seal(sql),
    accountPages: () => accountPages(sql),
    pages: accountIds => pages(sql, accountIds),
    sql,
    close: () => sql.end({ timeout: 0 }),
  }
}

async function add(sql: Sql, rows: readonly StatementRow[]): Promise<void> {
  if (rows.length === 0) return
  const accountIds = new Map(rows.map(({ reference }) => [reference, '']))
  for (const reference of accountIds.keys()) accountIds.set(reference, accountIdOf(reference))
  await sql`
    insert into import_rows (account_id, command_id, line, amount, balance_after, day, type,
      reference, transaction_id, note)
    select * from unnest(
      ${arrayOf(rows.map(({ reference }) => accountIds.get(reference) ?? 'null'))}::uuid[],
      ${arrayOf(rows.map(row => commandIdOf(row.reference, row.transactionId)))}::uuid[],
      ${arrayOf(rows.map(({ line }) => line))}::bigint[],
      ${arrayOf(rows.map(({ amount }) => amount))}::bigint[],
      ${arrayOf(rows.map(({ balanceAfter }) => balanceAfter))}::bigint[],
      ${arrayOf(rows.map(({ day }) => day))}::date[],
      ${arrayOf(rows.map(({ type }) => type))}::text[],
      ${arrayOfTexts(rows.map(({ reference }) => reference))}::text[],
      ${arrayOfTexts(rows.map(({ transactionId }) => transactionId))}::text[],
      ${arrayOfTexts(rows.map(({ note }) => note))}::text[]
    )`
}

/** Looks first, which is quick; hardly a file has any. */
async function* takeOutMisfits(sql: Sql): AsyncGenerator<readonly Fault[]> {
  await sql`analyze import_rows (account_id, line, transaction_id)`
  const [found] = await sql<{ duplicates: boolean; others: boolean }[]>`
    select
      exists (
        select from import_rows group by transaction_id having count(*) > 1) as duplicates,
      exists (
        select from (
          select day, max(day) over course as latest, sum(${CHANGE(sql)}) over course as balance
          from import_rows window course as (partition by account_id order by line)) as t
        where day < latest or abs(balance) > ${BALANCE_LIMIT.toString()}::bigint) as others`
  if (found?.duplicates) yield* takeOutDuplicates(sql)
  // Leaving out a duplicate can take another row beyond the limit, or bring it back.
  if (found?.duplicates || found?.others) {
    yield* takeOutBackward(sql)
    yield* takeOutBeyondLimit(sql)
  }
}

/** What a staged row moves its account's balance by. */
const CHANGE = (sql: Sql) => sql`case type when 'MoneyDeposited' then amount else -amount end`

async function* takeOutDuplicates(sql: Sql): AsyncGenerator<readonly Fault[]> {
  const duplicates = sql<{ line: string; first: string; transaction_id: string }[]>`
    with seen as (
      select line, min(line) over (partition by transaction_id) as first from import_rows
    ), gone as (
      delete from import_rows r using seen
      where r.line = seen.line and seen.line <> seen.first
      returning r.line, seen.first, r.transaction_id
    ) select * from gone order by line`.cursor(PAGE)
  for await (const rows of duplicates) {
    yield rows.map(({ line, first, transaction_id: id }) => ({
      line: Number(line),
      column: 'transaction_id',
      sentence: `expected an id of its own; found ${JSON.stringify(id)}, which line ${first} has`,
    }))
  }
}

async function* takeOutBackward(sql: Sql): AsyncGenerator<readonly Fault[]> {
  // A row that goes back is below the latest day before it, so leaving it out moves no other.
  const backward = sql<{ line: string; latest: string; day: string; reference: string }[]>`
    with ordered as (
      select line, max(day) over (partition by account_id order by line) as latest
      from import_rows
    ), gone as (
      delete from import_rows r using ordered
      where r.line = ordered.line and r.day < ordered.latest
      returning r.line, ordered.latest, r.day, r.reference
    ) select line, latest::text, day::text, reference from gone order by line`.cursor(PAGE)
  for await (const rows of backward) {
    yield rows.map(({ line, latest, day, reference }) => ({
      line: Number(line),
      column: 'date',
      sentence: `expected ${latest} or later, where account ${reference} has come to; found ${day}`,
    }))
  }
}

async function* takeOutBeyondLimit(sql: Sql): AsyncGenerator<readonly Fault[]> {
  const limit = groupAmount(formatAmount(BALANCE_LIMIT, CURRENCY))
  const beyond = sql<{ line: string; reference: string }[]>`
    with folded as (
      select line, sum(${CHANGE(sql)})
        over (partition by account_id order by line) as balance
      from import_rows
    ), gone as (
      delete from import_rows r using folded
      where r.line = folded.line and abs(folded.balance) > ${BALANCE_LIMIT.toString()}::bigint
      returning r.line, r.reference
    ) select line, reference from gone order by line`.cursor(PAGE)
  for await (const rows of beyond) {
    yield rows.map(({ line, reference }) => ({
      line: Number(line),
      column: 'amount',
      sentence: `expected account ${reference} to stay within ${limit}; this takes it beyond`,
    }))
  }
}

async function seal(sql: Sql): Promise<{ rows: number; accounts: number }> {
  await sql`create index on import_rows (account_id, line)`
  const [counted] = await sql<{ rows: string; accounts: string }[]>`
    select (select count(*) from import_rows) as rows,
      (select count(*) from (select distinct account_id from import_rows) as t) as accounts`
  return { rows: Number(counted?.rows), accounts: Number(counted?.accounts) }
}

/** The columns of `import_rows` that make a staged row; the day as a text. */
export const STAGED_COLUMNS = `account_id, command_id, line, amount, balance_after, day::text, type,
  reference, transaction_id, note`

/** A row of `import_rows` as it is selected by `STAGED_COLUMNS`. */
export type Row = Record<
  'account_id' | 'command_id' | 'line' | 'amount' | 'balance_after',
  string
> &
  Record<'day' | 'reference' | 'transaction_id', string> & {
    readonly type: StatementRow['type']
    readonly note: string | null
  }

async function* accountPages(sql: Sql): AsyncGenerator<readonly string[]> {
  for (let after = LEAST_ID; ; ) {
    const rows = await sql<{ account_id: string }[]>`
      select distinct account_id from import_rows
      where account_id > ${after} order by account_id limit ${PAGE}`
    const last = rows.at(-1)
    if (!last) return
    yield rows.map(row => row.account_id)
    after = last.account_id
  }
}

async function* pages(
  sql: Sql,
  accountIds: readonly string[],
): AsyncGenerator<readonly StagedRow[]> {
  const [first, last] = [accountIds[0], accountIds.at(-1)]
  if (first === undefined || last === undefined) return
  for (let after = { account_id: first, line: '0' }; ; ) {
    const rows = await sql<Row[]>`
      select ${sql.unsafe(STAGED_COLUMNS)} from import_rows
      where (account_id, line) > (${after.account_id}::uuid, ${after.line}::bigint)
        and account_id <= ${last}
      order by account_id, line limit ${PAGE}`
    const taken = rows.length < PAGE ? rows : wholeAccounts(rows)
    const end = taken.at(-1)
    if (!end) return
    yield taken.map(stagedRow)
    after = end
  }
}

/** Without the last account, whose rows may go on; the rows as they are when it is the only one. */
function wholeAccounts(rows: readonly Row[]): readonly Row[] {
  const last = rows.at(-1)?.account_id
  const others = rows.filter(row => row.account_id !== last)
  return others.length === 0 ? rows : others
}

/** A row of `import_rows` as the import knows it. */
export function stagedRow(row: Row): StagedRow {
  return {
    line: Number(row.line),
    accountId: row.account_id,
    commandId: row.command_id,
    reference: row.reference,
    transactionId: row.transaction_id,
    day: row.day,
    type: row.type,
    amount: BigInt(row.amount),
    balanceAfter: BigInt(row.balance_after),
    note: row.note,
  }
}
