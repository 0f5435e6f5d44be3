import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { bankAccount } from '@/domain/bank-account/bank-account'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import { openSql, type Sql } from '../../connection'
import { openKillable } from '../../embedded/killable.mjs'
import { accountIdFor } from '../../ids'
import { migrate } from '../../migrate'
import { createBooks } from './books'
import { compare, hasCaughtUp } from './compare'
import { startCrew, until } from './crew'
import { createDice } from './dice'
import { FORGETFUL, type Plant, plantFault, storedUnanswered } from './plants'

const WRITERS = 3
const ACCOUNTS = 5
const AGAIN_MAX = 20
const ACTOR = { id: 'soak', name: 'Soak', role: 'teller' }

/** The result of one round: a sentence, and its faults. */
export type Verdict = { readonly sentence: string; readonly faults: readonly string[] }

/**
 * Kills a writing process or the whole database, round by round, in the middle of commands, and
 * compares after each round what the callers know with what is stored. Ends at the first fault.
 */
export async function soak(
  { rounds, seed, plant }: { rounds: number; seed: number; plant: Plant | null },
  hear: (verdict: Verdict) => void,
): Promise<boolean> {
  const database = await openKillable({ settings: plant === 'no-sync' ? FORGETFUL : [] })
  const dice = createDice(seed)
  const books = createBooks()
  let crew: Awaited<ReturnType<typeof startCrew>> | null = null
  try {
    await migrate(database.url)
    crew = await startCrew(WRITERS, database.url, books, dice)
    const context = { database, dice, books, crew, accounts: [] as string[] }
    context.accounts = await openAccounts(context)
    for (let number = 1; number <= rounds; number++) {
      const verdict = await playRound(context, plant)
      hear({ ...verdict, sentence: `round ${number}: ${verdict.sentence}` })
      if (verdict.faults.length > 0) return false
    }
    const last = await settleAll(context)
    hear(last)
    return last.faults.length === 0
  } finally {
    await crew?.close()
    await database.close()
  }
}

type Context = {
  readonly database: Awaited<ReturnType<typeof openKillable>>
  readonly dice: ReturnType<typeof createDice>
  readonly books: ReturnType<typeof createBooks>
  readonly crew: Awaited<ReturnType<typeof startCrew>>
  readonly accounts: string[]
}

async function playRound(context: Context, plant: Plant | null): Promise<Verdict> {
  const { database, dice, books, crew, accounts } = context
  const asked = books.asked()
  const [known, answered] = [books.sent.size, books.heard.size]
  crew.writeOn(accounts)
  sendAgain(context)
  await hearMore(context, dice.between(20, 200))
  await pause(dice.between(0, 40))

  const victim = dice.chance(50) ? 'a writer' : 'the database'
  if (victim === 'a writer') await crew.killOne(accounts)
  else {
    await database.kill()
    await database.start()
  }
  await hearMore(context, 30)
  await crew.rest()

  return withSql(database.url, async sql => {
    const silent = (await storedUnanswered(sql, books)).length
    const planted = await plantFault(plant, { sql, books, crew })
    const faults = await judge(sql, context)
    const fresh = books.sent.size - known
    const sentence = [
      `kill -9 of ${victim}, ${fresh} commands, ${books.asked() - asked - fresh} sent again`,
      `${books.heard.size - answered} answered, ${books.unanswered().length} not`,
      `${silent} of those stored${planted ? '; a fault was planted' : ''}`,
    ]
    return { sentence: sentence.join(', '), faults }
  })
}

/** Sends every unanswered command until it is answered, and repeats some of the rest. */
async function settleAll(context: Context): Promise<Verdict> {
  const { database, books, crew } = context
  const left = books.unanswered()
  crew.send([...left, ...drawAnswered(context, 10 * AGAIN_MAX)])
  await crew.rest()
  const silent = books.unanswered().map(({ commandId }) => `${commandId} is never answered`)
  const faults = await withSql(database.url, sql => judge(sql, context))
  const sentence =
    `at the end: ${books.sent.size} commands, ${books.asked() - books.sent.size} sent again; ` +
    `the last ${left.length} unanswered ones are answered, and all is stored once`
  return { sentence, faults: [...silent, ...faults] }
}

async function judge(sql: Sql, { books }: Context): Promise<string[]> {
  await until('The feed does not catch up', () => hasCaughtUp(sql))
  return compare(sql, books)
}

/** Some unanswered commands and some answered ones, with their command ids. */
function sendAgain(context: Context): void {
  const { dice, books, crew } = context
  for (const envelope of books.unanswered()) if (dice.chance(70)) crew.send([envelope])
  for (const envelope of drawAnswered(context, AGAIN_MAX)) crew.send([envelope])
}

function drawAnswered({ dice, books }: Context, count: number): CommandEnvelope[] {
  const ids = [...books.heard.keys()]
  const drawn = new Set(Array.from({ length: count }, () => dice.pick(ids)))
  return [...drawn].flatMap(id => books.sent.get(id) ?? [])
}

async function hearMore({ books }: Context, count: number): Promise<void> {
  const target = books.heard.size + count
  await until('Nothing is answered any more', () => books.heard.size >= target)
}

/** The accounts that all callers share. */
async function openAccounts({ books, crew }: Context): Promise<string[]> {
  const creations = Array.from({ length: ACCOUNTS }, (): CommandEnvelope => {
    const commandId = randomUUID()
    return {
      commandId,
      stream: { type: bankAccount.type, id: accountIdFor(commandId) },
      actor: ACTOR,
      correlationId: commandId,
      command: {
        type: 'CreateAccount',
        owner: 'Soak',
        currency: 'EUR',
        openingBalance: '1000.00',
        reference: null,
        customerId: null,
      },
    }
  })
  for (const creation of creations) crew.send([creation])
  await until('The accounts are not opened', () => books.heard.size === ACCOUNTS)
  await crew.rest()
  return creations.map(({ stream }) => stream.id)
}

async function withSql<Result>(url: string, work: (sql: Sql) => Promise<Result>): Promise<Result> {
  const sql = openSql(url, { max: 2 })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
