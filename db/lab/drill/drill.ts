// npm run drill:stopped, drill:locked [-- TABLE], drill:full, drill:read-only, drill:killed
// The bank as npm start runs it, in a throw-away folder, with twenty writers, while its database
// hangs, a table is locked, its disk is full, or it is read-only or killed. Prints figures; exits with 1 for any violation.
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DrillBank, startDrillBank } from './bank'
import { judge, type Load, startLoad } from './load'
import { SCENES } from './scenes'
import type { Scene } from './stage'

const DISK_MIB = 300

process.exitCode = await main(process.argv.slice(2).join(':'))

async function main(name: string): Promise<number> {
  const scene = Object.hasOwn(SCENES, name) ? SCENES[name] : undefined
  if (!scene) {
    console.error(`Which drill? ${Object.keys(SCENES).join(', ')}`)
    return 2
  }
  const needsDisk = name === 'full'
  if (needsDisk && process.getuid?.() !== 0) {
    console.error('This drill mounts a small file system, so it must run as root.')
    return 2
  }
  const data = mkdtempSync(join(tmpdir(), 'daybook-drill-'))
  const options = ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m,mode=0711`, 'daybook-drill', data]
  if (needsDisk) execFileSync('mount', options)
  else chmodSync(data, 0o711)
  try {
    return await play(scene, data)
  } finally {
    if (needsDisk) execFileSync('umount', ['--lazy', data])
    rmSync(data, { recursive: true, force: true })
  }
}

async function play(scene: Scene, data: string): Promise<number> {
  const faults: string[] = []
  const bank = await startDrillBank(data)
  try {
    const load = await startLoad(bank)
    const fault = (line: string) => faults.push(line)
    const say = (line: string) => console.log(line)
    try {
      await scene({ bank, load, data, say, fault })
    } finally {
      await load.stop()
    }
    const judged = judge(load.answers)
    console.log('requests in total:')
    for (const line of judged.lines) console.log(`  ${line}`)
    faults.push(...judged.faults, ...(await compare(bank, load)))
  } finally {
    await bank.close()
  }
  for (const line of new Set(faults)) console.log(`✗ ${line}`)
  if (faults.length === 0)
    console.log('✓ nothing is lost or duplicated, and every request was answered')
  return faults.length === 0 ? 0 : 1
}

/** acknowledged ⊆ stored, no duplicates; unanswered commands are sent again and stored once. */
async function compare({ owner }: DrillBank, load: Load): Promise<string[]> {
  const count = async () => {
    const rows = await owner<{ id: string; times: number }[]>`
      select metadata ->> 'commandId' as id, count(*)::int as times
      from events where event_type = 'MoneyDeposited' group by 1`
    return new Map(rows.map(({ id, times }) => [id, times]))
  }
  const before = await count()
  const accepted = load.deposits.filter(({ isAccepted }) => isAccepted)
  const lost = accepted.filter(({ commandId }) => before.get(commandId) !== 1)
  const silent = load.deposits.filter(({ isAccepted }) => !isAccepted)
  const stored = silent.filter(({ commandId }) => before.has(commandId)).length
  for (const deposit of silent) await load.sendAgain(deposit)
  const after = await count()
  const wrong = load.deposits.filter(({ commandId }) => after.get(commandId) !== 1)
  console.log(
    `${accepted.length} deposits were accepted; ${silent.length} were not heard of, ` +
      `${stored} of them stored`,
  )
  return [
    ...lost.map(({ commandId }) => `${commandId} was accepted, and is not stored once`),
    ...wrong.map(({ commandId }) => `${commandId} is stored ${after.get(commandId) ?? 0} times`),
  ]
}
