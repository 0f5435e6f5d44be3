import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { openSql, type Sql } from '../../connection'
import { openThrowAway } from '../../embedded/throw-away.mjs'
import { migrate } from '../../migrate'
import { onServer, urlOfDatabase } from '../../testing/server-url'

export type BenchServer = {
  /** A new database, migrated unless it is for another program's tables. */
  database(options?: { readonly migrated?: boolean }): Promise<BenchDatabase>
  /** The server's description, for the head of the report. */
  describe(): Promise<string[]>
  /** The private memory of the server's processes, in MiB; null: unknown. */
  memoryMiB(): number | null
  /** The CPU time of its processes so far, in µs; null: unknown. */
  cpuUs(): number | null
  close(): Promise<void>
}

export type BenchDatabase = { readonly url: string; drop(): Promise<void> }

/** The server in DATABASE_URL, or a throw-away one, as durable as the real one. */
export async function openServer(): Promise<BenchServer> {
  const named = process.env.DATABASE_URL
  const own = named ? null : await openThrowAway({ fsync: true })
  const url = named ?? own?.url ?? ''
  return {
    async database({ migrated = true } = {}) {
      const name = `daybook_bench_${randomBytes(4).toString('hex')}`
      await onServer(url, sql => sql`create database ${sql(name)}`)
      const its = urlOfDatabase(url, name)
      if (migrated) await migrate(its)
      const drop = () =>
        onServer(url, sql => sql`drop database if exists ${sql(name)} with (force)`)
      return { url: its, drop }
    },
    async describe() {
      const sql = openSql(url, { max: 1 })
      try {
        return await headOf(sql)
      } finally {
        await sql.end()
      }
    },
    memoryMiB: () => (own ? memoryBelow(own.pid()) : null),
    cpuUs: () => (own ? cpuBelow(own.pid()) : null),
    close: async () => own?.close(),
  }
}

async function headOf(sql: Sql): Promise<string[]> {
  const [row] = await sql`
    select version(), current_setting('shared_buffers') as buffers,
      current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`
  if (row?.fsync !== 'on' || row.commit !== 'on') {
    throw new Error('The bench needs fsync and synchronous_commit on, as a bank does.')
  }
  const memory = Math.round(totalmem() / 2 ** 30)
  return [
    `${new Date().toISOString()}  ${cpus().length} x ${cpus()[0]?.model}, ${memory} GiB`,
    `Node ${process.version}, ${String(row.version).split(' on ')[0]}, shared_buffers ${row.buffers}`,
    `fsync ${row.fsync}, synchronous_commit ${row.commit}, Daybook ${revision()}`,
  ]
}

function revision(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim()
  } catch {
    return 'of no known revision'
  }
}

/** Proportional set sizes (proc_pid_smaps) of the server's processes: shared memory counts once. */
function memoryBelow(postmaster: number | null): number | null {
  const sizes = familyOf(postmaster)?.map(pid => {
    const rollup = readOrNothing(`/proc/${pid}/smaps_rollup`)
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0)
  })
  return sizes ? sizes.reduce((sum, size) => sum + size, 0) / 1024 : null
}

/** The CPU time (the first of three numbers, in ns) of the postmaster and its children. */
function cpuBelow(postmaster: number | null): number | null {
  const times = familyOf(postmaster)?.map(pid =>
    Number(readOrNothing(`/proc/${pid}/schedstat`).split(' ')[0]),
  )
  return times ? times.reduce((sum, time) => sum + time, 0) / 1000 : null
}

function familyOf(postmaster: number | null): string[] | null {
  if (postmaster === null || process.platform !== 'linux') return null
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  return pids.filter(pid => pid === String(postmaster) || parentOf(pid) === postmaster)
}

function parentOf(pid: string): number {
  const stat = readOrNothing(`/proc/${pid}/stat`)
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

/** A process may end while it is read. */
function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
