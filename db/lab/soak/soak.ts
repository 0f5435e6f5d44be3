import { setTimeout as pause } from 'node:timers/promises'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import { openKillable } from '../../embedded/killable.mjs'
import { migrate } from '../../migrate'
import { createDice } from './dice'
import { FORGETFUL, type Plant, plantFault, storedUnanswered } from './plants'
import { hearMore, judge, openStage, type Stage, withSql } from './stage'

const AGAIN_MAX = 20

/** The result of one round: a sentence, and its faults. */
export type Verdict = { readonly sentence: string; readonly faults: readonly string[] }

type Database = Awaited<ReturnType<typeof openKillable>>
type Victim = 'a writer' | 'the database'

/**
 * Kills a writing process or the whole database, round by round, in the middle of commands, while
 * readers read sums that stay; and compares after each round what the callers know with what is
 * stored. Ends at the first fault.
 */
export async function soak(
  { rounds, seed, plant }: { rounds: number; seed: number; plant: Plant | null },
  hear: (verdict: Verdict) => void,
): Promise<boolean> {
  const database = await openKillable({ settings: plant === 'no-sync' ? FORGETFUL : [] })
  const dice = createDice(seed)
  let stage: Stage | null = null
  try {
    await migrate(database.url)
    stage = await openStage(database.url, dice)
    stage.readers.plantStale(plant === 'stale')
    let victim: Victim = 'a writer'
    for (let number = 1; number <= rounds; number++) {
      // Of each pair of rounds, one kills a writer and the other the database.
      if (number % 2 === 0) victim = otherThan(victim)
      else victim = dice.chance(50) ? 'a writer' : 'the database'
      const verdict = await playRound(stage, database, victim, plant)
      hear({ ...verdict, sentence: `round ${number}: ${verdict.sentence}` })
      if (verdict.faults.length > 0) return false
    }
    const last = await settleAll(stage)
    hear(last)
    return last.faults.length === 0
  } finally {
    await stage?.close()
    await database.close()
  }
}

function otherThan(victim: Victim): Victim {
  return victim === 'a writer' ? 'the database' : 'a writer'
}

async function playRound(
  stage: Stage,
  database: Database,
  victim: Victim,
  plant: Plant | null,
): Promise<Verdict> {
  const { dice, books, crew, readers, scene } = stage
  const asked = books.asked()
  const [known, answered, read] = [books.sent.size, books.heard.size, sumsIn(stage)]
  if (plant === 'half') crew.lose()
  crew.writeOn(scene)
  readers.start()
  sendAgain(stage)
  await hearMore(stage, dice.between(20, 200))
  await pause(dice.between(0, 40))

  if (victim === 'a writer') await crew.killOne(scene)
  else {
    await database.kill()
    await database.start()
  }
  await hearMore(stage, 30)
  await crew.rest()

  return withSql(database.url, async sql => {
    const silent = (await storedUnanswered(sql, books)).length
    const planted = await plantFault(plant, { sql, books, crew })
    const faults = await judge(sql, stage)
    const fresh = books.sent.size - known
    const sentence = [
      `kill -9 of ${victim}, ${fresh} commands, ${books.asked() - asked - fresh} sent again`,
      `${books.heard.size - answered} answered, ${books.unanswered().length} not`,
      `${silent} of those stored; ${sumsIn(stage) - read} sums read`,
    ]
    return { sentence: `${sentence.join(', ')}${planted ? '; a fault was planted' : ''}`, faults }
  })
}

function sumsIn({ readers }: Stage): number {
  return [...readers.counts.values()].reduce((sum, count) => sum + count, 0)
}

/** Sends every unanswered command until it is answered, and repeats some of the rest. */
async function settleAll(stage: Stage): Promise<Verdict> {
  const { url, books, crew } = stage
  const left = books.unanswered()
  crew.send([...left, ...drawAnswered(stage, 10 * AGAIN_MAX)])
  await crew.rest()
  const silent = books.unanswered().map(({ commandId }) => `${commandId} is never answered`)
  const faults = await withSql(url, sql => judge(sql, stage))
  const sentence =
    `at the end: ${books.sent.size} commands, ${books.asked() - books.sent.size} sent again; ` +
    `the last ${left.length} unanswered ones are answered, and all is stored once`
  return { sentence, faults: [...silent, ...faults] }
}

/** Some unanswered commands and some answered ones, with their command ids. */
function sendAgain(stage: Stage): void {
  const { dice, books, crew } = stage
  for (const envelope of books.unanswered()) if (dice.chance(70)) crew.send([envelope])
  for (const envelope of drawAnswered(stage, AGAIN_MAX)) crew.send([envelope])
}

function drawAnswered({ dice, books }: Stage, count: number): CommandEnvelope[] {
  const ids = [...books.heard.keys()]
  const drawn = new Set(Array.from({ length: count }, () => dice.pick(ids)))
  return [...drawn].flatMap(id => books.sent.get(id) ?? [])
}
