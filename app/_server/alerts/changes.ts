import 'server-only'
import type { Bank } from '@/app/_server/process/bank'
import { BANK } from '@/app/_server/process/hold-expiry'
import { alertIdFor } from '@/db/ids'
import { type AlertCommand, alertStream } from '@/domain/alert/alert'
import type { Reading } from './judge'
import type { Rule } from './rules'

type Execute = Pick<Bank, 'execute'>

/** Records that an alert is raised; one that is raised already stays as it is. */
export function raise(bank: Execute, rule: Rule, of: Reading, sinceMs: number): Promise<void> {
  const { name, severity, raiseAt } = rule
  const since = new Date(sinceMs).toISOString()
  const command = { type: 'RaiseAlert', rule: name, severity, since } as const
  return send(bank, rule, { ...command, ...measured(of, raiseAt) })
}

/** Records that an alert is over. */
export function clear(bank: Execute, rule: Rule, of: Reading, sinceMs: number): Promise<void> {
  const command = { type: 'ClearAlert', until: new Date(sinceMs).toISOString() } as const
  return send(bank, rule, { ...command, ...measured(of, rule.clearAt) })
}

function measured({ value, about }: Reading, threshold: number) {
  return { value: String(value), threshold: String(threshold), about }
}

/** By the bank itself, through the six steps. @throws when it was not recorded */
async function send({ execute }: Execute, { name }: Rule, command: AlertCommand): Promise<void> {
  const answer = await execute({
    commandId: crypto.randomUUID(),
    stream: alertStream(alertIdFor(name)),
    ...{ actor: BANK, correlationId: null, command },
  })
  if (answer.outcome === 'unavailable') throw new Error(`${command.type} was not recorded`)
}
