import { openSql, type Sql } from '../../connection'
import { createBooks } from './books'
import { compare, hasCaughtUp } from './compare'
import { startCrew, until } from './crew'
import type { Dice } from './dice'
import { creationOf } from './draw'
import type { Scene } from './messages'
import { type Circle, openReaders } from './readers'

const WRITERS = 3
const ACCOUNTS = 5
const CIRCLE = { size: 8, openingBalance: '1000.00', currency: 'CZK', reference: 'circle' } as const
const CIRCLE_TOTAL = 800_000n

/** Writing processes, readers beside them, and what the callers know, on a migrated database. */
export type Stage = Awaited<ReturnType<typeof openStage>>

/** Opens the accounts: some for anything, and a circle whose sum stays. Close it in any case. */
export async function openStage(url: string, dice: Dice) {
  const books = createBooks()
  const crew = await startCrew(WRITERS, url, books, dice)
  try {
    const { openingBalance, currency, reference } = CIRCLE
    const open = (count: number, given: Parameters<typeof creationOf>[0]) =>
      Array.from({ length: count }, () => creationOf(given))
    const accounts = open(ACCOUNTS, { openingBalance, currency: 'EUR' })
    const circle = open(CIRCLE.size, { openingBalance, currency, reference })
    const creations = [...accounts, ...circle]
    for (const creation of creations) crew.send([creation])
    await until('The accounts are not opened', () => books.heard.size === creations.length)
    await crew.rest()
    const idsOf = (these: typeof circle) => these.map(({ stream }) => stream.id)
    const scene: Scene = { accounts: idsOf(accounts), circle: idsOf(circle) }
    const known: Circle = { ids: scene.circle, reference, currency, total: CIRCLE_TOTAL }
    const readers = openReaders(url, known, dice, new Date())
    const close = async () => {
      await Promise.all([crew.close(), readers.close()])
    }
    return { url, dice, books, crew, readers, scene, close }
  } catch (error) {
    await crew.close()
    throw error
  }
}

/** Resolves when so many more commands are answered. */
export async function hearMore({ books }: Stage, count: number): Promise<void> {
  const target = books.heard.size + count
  await until('Nothing is answered any more', () => books.heard.size >= target)
}

/** Compares all that is known with all that is stored. Nobody may be writing. */
export async function judge(sql: Sql, { books, readers }: Stage): Promise<string[]> {
  await readers.rest()
  await until('The feed does not catch up', () => hasCaughtUp(sql))
  return [...readers.takeFaults(), ...(await compare(sql, books))]
}

export async function withSql<Result>(
  url: string,
  work: (sql: Sql) => Promise<Result>,
): Promise<Result> {
  const sql = openSql(url, { max: 2 })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
