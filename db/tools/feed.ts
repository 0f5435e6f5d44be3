import { count, eq } from 'drizzle-orm'
import { escaped } from '@/domain/text/printable'
import { exportKnown } from '../backup/aftermath'
import { databaseUrl, openSql } from '../connection'
import { currentEpoch } from '../epoch'
import { feedHead } from '../feed/read-feed'
import { replayParked, resetCheckpoint } from '../feed/subscription'
import { configureUnits } from '../own-units'
import { SUBSCRIBERS } from '../projections/subscribers'
import { drizzleOn } from '../query'
import { parkedEvents, subscriptions } from '../schema'
import { runTool } from '../trouble/tool-sentences'

const [verb = 'status', name = '', position = ''] = process.argv.slice(2)
configureUnits()
const sql = openSql(databaseUrl())
const subscriber = SUBSCRIBERS.find(one => one.name === name)
await runTool('Events that were not handled stay parked. Run it again.', run).finally(() =>
  sql.end(),
)

async function run(): Promise<void> {
  if (verb === 'status') await status()
  else if (verb === 'export') console.log(JSON.stringify(await exportKnown(sql)))
  else if (verb === 'replay' && subscriber) console.log(await replayParked(sql, subscriber))
  else if (verb === 'reset' && subscriber && /^\d{1,15}$/.test(position)) {
    await resetCheckpoint(sql, name, Number(position))
    await status()
  } else usage()
}

async function status(): Promise<void> {
  const { id } = await currentEpoch(sql)
  console.log(`The feed ends at position ${await feedHead(sql)}, in epoch ${id}.`)
  const { name: of, position: at } = subscriptions
  const rows = await drizzleOn(sql)
    .select({ name: of, position: at, parked: count(parkedEvents.position) })
    .from(subscriptions)
    .leftJoin(parkedEvents, eq(parkedEvents.subscription, of))
    .groupBy(of, at)
    .orderBy(of)
  for (const row of rows) console.log(`${row.name}: at ${row.position}, ${row.parked} parked`)
  const parked = await drizzleOn(sql)
    .select()
    .from(parkedEvents)
    .orderBy(parkedEvents.subscription, parkedEvents.position)
    .limit(50)
  for (const row of parked) {
    console.log(`  ${row.subscription} ${row.position}: ${escaped(row.error)}`)
  }
}

function usage(): void {
  console.error(`npm run feed                             shows each subscriber's checkpoint and parked events
npm run feed -- replay NAME              retries the parked events of a subscriber
npm run feed -- reset NAME POSITION      sets a checkpoint, for example after a restore
npm run feed -- export                   checkpoints as JSON, for npm run restore -- FOLDER --known FILE
Subscribers: ${SUBSCRIBERS.map(one => one.name).join(', ')}.`)
  process.exitCode = 2
}
