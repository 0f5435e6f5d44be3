import { arrayOf, arrayOfTexts } from '../append/array-literals'
import { connectionOptions, openSql, type Sql } from '../connection'
import { accountIdOf, commandIdOf, type StatementRow } from './statement'

/** A row with its ids in this bank. */
export type StagedRow = StatementRow & {
  readonly accountId: string
  readonly commandId: string
}

/** An account of the file, by its first row. */
export type StagedAccount = {
  readonly accountId: string
  /** The source's name for it. */
  readonly account: string
  /** The line of its first row. */
  readonly line: number
  /** The balances before and after that row, in minor units. */
  readonly start: bigint
  readonly balanceAfter: bigint
}

/** The rows of one file, stored in the database during its import. */
export type Staging = {
  add(rows: readonly StatementRow[]): Promise<void>
  /** Ends the staging and fills `import_accounts`. @returns how many rows and accounts there are */
  seal(): Promise<{ readonly rows: number; readonly accounts: number }>
  /** The accounts, in pages, by id. */
  accountPages(): AsyncGenerator<readonly StagedAccount[]>
  /**
   * The rows by account, each account's oldest first, in pages: of whole accounts, or of one
   * account that is too large for a page.
   */
  pages(accountIds: readonly string[]): AsyncGenerator<readonly StagedRow[]>
  /** Drops the rows. */
  close(): Promise<void>
  /** The connection that sees them, as the tables `import_rows` and `import_accounts`. */
  readonly sql: Sql
}

/** Whether an error says that the connection was replaced, so the staged rows are gone. */
export function isStagingLost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE
}

const UNDEFINED_TABLE = '42P01'

/** The maximum number of rows or accounts in a page. */
const PAGE = 1000

/**
 * PostgreSQL has no statistics of tables that are being filled, and a nested loop over two large
 * ones would never end. The rest is the server memory that a file's rows may take.
 */
const PLANS = { enable_nestloop: 'off', work_mem: '16MB', temp_buffers: '32MB' }
const LEAST_PLACE = '-9223372036854775808' // of a bigint
const LEAST_ID = '00000000-0000-0000-0000-000000000000'

/**
 * Opens a temporary table for the rows of a file. It exists as long as this connection, so a killed
 * import leaves nothing behind. The database finds what needs the whole file (duplicates, order)
 * and groups rows by account, while this process needs the memory of one page.
 */
export async function openStaging(url: string, source: string): Promise<Staging> {
  // The table belongs to one connection, which must not be replaced. It is not in the schema, so it
  // is read with plain SQL.
  const { connection } = connectionOptions(url)
  const sql = openSql(url, { max: 1, max_lifetime: null, connection: { ...connection, ...PLANS } })
  await sql`
    create temporary table import_rows (
      account_id uuid not null,
      command_id uuid not null,
      -- The line of the file; below zero where the newest row is the first (row-order.ts).
      place bigint not null,
      change bigint not null,
      balance_after bigint not null,
      day date not null,
      account text not null,
      transaction_id text not null,
      note text
    )`
  return {
    add: rows => add(sql, rows, source),
    seal: () => seal(sql),
    accountPages: () => accountPages(sql),
    pages: accountIds => pages(sql, accountIds),
    sql,
    close: () => sql.end({ timeout: 0 }),
  }
}

async function add(sql: Sql, rows: readonly StatementRow[], source: string): Promise<void> {
  if (rows.length === 0) return
  const accountIds = new Map(rows.map(({ account }) => [account, '']))
  for (const account of accountIds.keys()) accountIds.set(account, accountIdOf(source, account))
  await sql`
    insert into import_rows (account_id, command_id, place, change, balance_after, day, account,
      transaction_id, note)
    select * from unnest(
      ${arrayOf(rows.map(({ account }) => accountIds.get(account) ?? 'null'))}::uuid[],
      ${arrayOf(rows.map(row => commandIdOf(source, row.account, row.transactionId)))}::uuid[],
      ${arrayOf(rows.map(({ line }) => line))}::bigint[],
      ${arrayOf(rows.map(({ change }) => change))}::bigint[],
      ${arrayOf(rows.map(({ balanceAfter }) => balanceAfter))}::bigint[],
      ${arrayOf(rows.map(({ day }) => day))}::date[],
      ${arrayOfTexts(rows.map(({ account }) => account))}::text[],
      ${arrayOfTexts(rows.map(({ transactionId }) => transactionId))}::text[],
      ${arrayOfTexts(rows.map(({ note }) => note))}::text[]
    )`
}

async function seal(sql: Sql): Promise<{ rows: number; accounts: number }> {
  await sql`create index on import_rows (account_id, place)`
  await sql`
    create temporary table import_accounts as
    select distinct on (account_id) account_id, account, place, balance_after,
      balance_after - change as start
    from import_rows order by account_id, place`
  await sql`create index on import_accounts (account_id)`
  const [counted] = await sql<{ rows: string; accounts: string }[]>`
    select (select count(*) from import_rows) as rows,
      (select count(*) from import_accounts) as accounts`
  return { rows: Number(counted?.rows), accounts: Number(counted?.accounts) }
}

/** The columns of `import_rows` for a staged row; the day as a text. */
export const STAGED_COLUMNS = `account_id, command_id, place, change, balance_after, day::text,
  account, transaction_id, note`

/** A row of `import_rows` as selected by `STAGED_COLUMNS`. */
export type Row = Record<
  'account_id' | 'command_id' | 'place' | 'change' | 'balance_after',
  string
> &
  Record<'day' | 'account' | 'transaction_id', string> & { readonly note: string | null }

async function* accountPages(sql: Sql): AsyncGenerator<readonly StagedAccount[]> {
  for (let after = LEAST_ID; ; ) {
    const rows = await sql<
      Record<'account_id' | 'account' | 'place' | 'start' | 'balance_after', string>[]
    >`
      select * from import_accounts where account_id > ${after} order by account_id limit ${PAGE}`
    const last = rows.at(-1)
    if (!last) return
    yield rows.map(row => ({
      accountId: row.account_id,
      account: row.account,
      line: lineOf(row.place),
      start: BigInt(row.start),
      balanceAfter: BigInt(row.balance_after),
    }))
    after = last.account_id
  }
}

async function* pages(
  sql: Sql,
  accountIds: readonly string[],
): AsyncGenerator<readonly StagedRow[]> {
  const [first, last] = [accountIds[0], accountIds.at(-1)]
  if (first === undefined || last === undefined) return
  for (let after = { account_id: first, place: LEAST_PLACE }; ; ) {
    const rows = await sql<Row[]>`
      select ${sql.unsafe(STAGED_COLUMNS)} from import_rows
      where (account_id, place) > (${after.account_id}::uuid, ${after.place}::bigint)
        and account_id <= ${last}
      order by account_id, place limit ${PAGE}`
    const taken = rows.length < PAGE ? rows : wholeAccounts(rows)
    const end = taken.at(-1)
    if (!end) return
    yield taken.map(stagedRow)
    after = end
  }
}

/** Without the last account, whose rows may continue, unless it is the only one. */
function wholeAccounts(rows: readonly Row[]): readonly Row[] {
  const last = rows.at(-1)?.account_id
  const others = rows.filter(row => row.account_id !== last)
  return others.length === 0 ? rows : others
}

/** A staged row. */
export function stagedRow(row: Row): StagedRow {
  return {
    line: lineOf(row.place),
    accountId: row.account_id,
    commandId: row.command_id,
    account: row.account,
    transactionId: row.transaction_id,
    day: row.day,
    change: BigInt(row.change),
    balanceAfter: BigInt(row.balance_after),
    note: row.note,
  }
}

/** The line of the file for a row's place. */
export function lineOf(place: string): number {
  return Math.abs(Number(place))
}
