import { arrayOf, arrayOfTexts } from '../append/array-literals'
import { connectionOptions, openSql, type Sql } from '../connection'
import { accountIdOf, commandIdOf, type StatementRow } from './statement'

/** A row with the ids that it has in this bank. */
export type StagedRow = StatementRow & {
  readonly accountId: string
  readonly commandId: string
}

/** An account of the file, as its first row shows it. */
export type StagedAccount = {
  readonly accountId: string
  /** The other bank's name for it. */
  readonly account: string
  /** The line of its first row. */
  readonly line: number
  /** The balance before that row, and the one after it, in minor units. */
  readonly start: bigint
  readonly balanceAfter: bigint
}

/** The rows of one file, kept by the database while it is being imported. */
export type Staging = {
  add(rows: readonly StatementRow[]): Promise<void>
  /** Ends the filling: `import_accounts` has then the accounts, each with its first row. @returns how many rows there are, and of how many accounts. */
  seal(): Promise<{ readonly rows: number; readonly accounts: number }>
  /** The accounts, in pages, by id. */
  accountPages(): AsyncGenerator<readonly StagedAccount[]>
  /**
   * Their rows account by account, each account's oldest first, in pages: of whole
   * accounts, or of one account that doesn't fit into one.
   */
  pages(accountIds: readonly string[]): AsyncGenerator<readonly StagedRow[]>
  /** Forgets the rows. */
  close(): Promise<void>
  /** The connection that sees them, as the tables `import_rows` and `import_accounts`. */
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
const LEAST_PLACE = '-9223372036854775808' // of a bigint
const LEAST_ID = '00000000-0000-0000-0000-000000000000'

/**
 * Opens a temporary table for the rows of a file. It lives as long as this connection, so a killed
 * import leaves nothing behind; it lets the database find what needs the whole file in view
 * (duplicates, order) and put the rows of one account together, while this process needs the
 * memory of a page.
 */
export async function openStaging(url: string, source: string): Promise<Staging> {
  // The table belongs to one connection, which must not be renewed on the way. It is not in the schema:
  // what reads it is plain SQL.
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

/** The columns of `import_rows` that make a staged row; the day as a text. */
export const STAGED_COLUMNS = `account_id, command_id, place, change, balance_after, day::text,
  account, transaction_id, note`

/** A row of `import_rows` as it is selected by `STAGED_COLUMNS`. */
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

/** Without the last account, whose rows may go on; the rows as they are when it is the only one. */
function wholeAccounts(rows: readonly Row[]): readonly Row[] {
  const last = rows.at(-1)?.account_id
  const others = rows.filter(row => row.account_id !== last)
  return others.length === 0 ? rows : others
}

/** A row of `import_rows` as the import knows it. */
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

/** The line of the file that a row's place stands for. */
export function lineOf(place: string): number {
  return Math.abs(Number(place))
}
