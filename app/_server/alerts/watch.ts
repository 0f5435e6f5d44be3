import 'server-only'
import type { Bank } from '@/app/_server/process/bank'
import { callForJobs } from '@/app/_server/process/call-for-jobs'
import { logFailure } from '@/app/_server/process/log'
import { thisInstance } from '@/app/_server/process/own-figures'
import { ALERT_RULES } from '@/app/_wire/alerts'
import { readAlerts } from '@/db/operations/alerts'
import { forgetInstances, tellInstance } from '@/db/operations/instances'
import { isJobWaiting } from '@/db/operations/jobs'
import { takeLease } from '@/db/operations/leases'
import { sampleSizes } from '@/db/operations/sizes'
import { clear, raise } from './changes'
import { watchDatabase } from './database-watch'
import { deliver } from './deliver'
import { judge, type Memory, NO_MEMORY } from './judge'
import type { Channel } from './notices'
import { createReadings, ownFigures, type ReadRule } from './readings'
import { RULES, type Rule } from './rules'

/** A process that judged the rules and was silent for this long is not there any more. */
const LEASE_SECONDS = 20

type Settings = {
  readonly rules?: readonly Rule[]
  readonly channels: readonly Channel[]
  /** The version of the program. */
  readonly version: string
}

/**
 * Watches the bank: each process tells how it is, and one of them judges the rules, raises and
 * clears alerts, and sends them.
 */
export function createWatch(bank: Bank, { rules = RULES, channels, version }: Settings) {
  const { upkeep, store } = bank
  const memories = new Map<string, Memory>()
  const readings = createReadings(bank)
  const ofDatabase = rules.find(({ name }) => name === 'database')
  const canRecord = ofDatabase ? watchDatabase(bank, ofDatabase, channels) : async () => true

  /** What a rule measures; undefined when that can't be said now. */
  const read = (name: ReadRule, nowMs: number) =>
    readings[name](nowMs).catch((error: unknown) => {
      logFailure(`Reading what the rule ${name} measures failed`, error)
      return undefined
    })

  async function judgeRules(nowMs: number): Promise<void> {
    const alerts = await readAlerts(upkeep, ALERT_RULES)
    let hasChanged = false
    for (const rule of rules) {
      const { name } = rule
      const reading = name === 'database' ? undefined : await read(name, nowMs)
      if (reading === undefined) continue
      const isRaised = alerts.get(name)?.state.status === 'raised'
      const before = memories.get(name) ?? NO_MEMORY
      const { memory, change } = judge(rule, before, reading, isRaised, nowMs)
      memories.set(name, memory)
      if (change === null) continue
      hasChanged = true
      const record = change.to === 'raised' ? raise : clear
      await record(bank, rule, reading ?? { value: rule.clearAt, about: null }, change.sinceMs)
    }
    const now = hasChanged ? await readAlerts(upkeep, ALERT_RULES) : alerts
    await deliver({ sql: upkeep, store }, channels, now)
  }

  return {
    /** One look at everything. @returns whether the next should follow at once */
    async round(nowMs: number = Date.now()): Promise<boolean> {
      if (!(await canRecord(nowMs))) return false
      const { id, startedAt } = thisInstance()
      const its = { id, startedAt, version, node: process.versions.node }
      await tellInstance(upkeep, its, await ownFigures(bank))
      if (!(await takeLease(upkeep, 'alerts', id, LEASE_SECONDS))) return false
      // One that was cut off by a restart is begun again.
      if (await isJobWaiting(upkeep)) callForJobs()
      await judgeRules(nowMs)
      await sampleSizes(upkeep)
      await forgetInstances(upkeep)
      return false
    },
  }
}
