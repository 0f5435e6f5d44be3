// npm run soak:kills [-- --rounds N] [--seed N] [--plant double|insert|no-sync|half|twice|stale]
import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'
import { PLANTS } from './plants'
import { soak } from './soak'

const FAULTS_SHOWN = 12
const ROUNDS = 25

for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
  process.once(signal, () => process.exit(code)) // the database goes with this process
}

process.exitCode = await main()

async function main(): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ options: { rounds: text, seed: text, plant: text } })
  const rounds = wholeNumber(values.rounds) ?? ROUNDS
  const seed = wholeNumber(values.seed) ?? randomInt(2 ** 31)
  const plant = PLANTS.find(name => name === values.plant) ?? null
  if (values.plant !== undefined && !plant) {
    console.error(`There is no fault “${values.plant}” to plant: ${PLANTS.join(', ')}.`)
    return 2
  }
  console.log(`${rounds} rounds with the seed ${seed}`)
  const startedAt = performance.now()
  const isRight = await soak({ rounds, seed, plant }, ({ sentence, faults }) => {
    console.log(`${faults.length === 0 ? '✓' : '✗'} ${sentence}`)
    for (const fault of faults.slice(0, FAULTS_SHOWN)) console.log(`    ${fault}`)
    if (faults.length > FAULTS_SHOWN) console.log(`    … ${faults.length} faults in all`)
  })
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  return isRight ? 0 : 1
}

function wholeNumber(text: string | undefined): number | null {
  if (text === undefined) return null
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text)
  throw new Error(`“${text}” is not a whole number above zero.`)
}
