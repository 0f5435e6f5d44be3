// npm run drill:orders [-- --kills N] [--rounds N] [--plant id|due]
// Kills the process that pays orders at each of its steps, runs two at once, moves its clock, and
// restores the bank to an earlier moment. Prints figures; exits with 1 when a payment is not made
// exactly once.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openThrowAway } from '@/db/embedded/throw-away.mjs'
import { newDatabase } from '@/db/lab/backup/bank'
import { openCrew } from './crew'
import {
  clockJumps,
  KILL_POINTS,
  killAt,
  type Place,
  restoreEarlier,
  twoAtOnce,
  type Verdict,
} from './scenes'

const FAULTS_SHOWN = 10
const PLANTS = ['id', 'due']

for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
  process.once(signal, () => process.exit(code)) // the database goes with this process
}

process.exitCode = await main()

async function main(): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { kills: text, rounds: text, plant: text } })
  const [kills, rounds] = [Number(values.kills ?? 50), Number(values.rounds ?? 10)]
  const plant = values.plant ?? null
  if (!(kills >= 1) || !(rounds >= 1) || (plant !== null && !PLANTS.includes(plant))) {
    console.error(`Kills and rounds are numbers above zero; faults to plant: ${PLANTS.join(', ')}.`)
    return 2
  }
  const folder = await mkdtemp(join(tmpdir(), 'daybook-drill-orders-'))
  const database = await openThrowAway({ fsync: true })
  const crew = await openCrew(folder)
  const server = { name: 'embedded', url: database.url, close: database.close }
  const place: Place = {
    ...{ crew, folder, kills, rounds, plant },
    newDatabase: () => newDatabase(server),
  }
  let failed = 0
  const hear = ({ sentence, faults }: Verdict) => {
    if (faults.length > 0) failed++
    console.log(`${faults.length === 0 ? '✓' : '✗'} ${sentence}`)
    for (const fault of faults.slice(0, FAULTS_SHOWN)) console.log(`    ${fault}`)
    if (faults.length > FAULTS_SHOWN) console.log(`    … ${faults.length} faults in all`)
  }
  try {
    const points = plant === null ? KILL_POINTS : ['Transfer after']
    for (const point of points) hear(await killAt(place, point))
    if (plant === null) {
      for (const scene of [twoAtOnce, clockJumps, restoreEarlier]) hear(await scene(place))
    }
  } finally {
    crew.close()
    await database.close()
    await rm(folder, { recursive: true, force: true })
  }
  return failed === 0 ? 0 : 1
}
