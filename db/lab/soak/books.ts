import { isDeepStrictEqual } from 'node:util'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import type { Heard, Report } from './messages'

/** Everything the callers know: the commands sent, and the answers received. */
export type Books = ReturnType<typeof createBooks>

/** Opens empty books. They outlive every killed process. */
export function createBooks() {
  const sent = new Map<string, CommandEnvelope>()
  const heard = new Map<string, Heard>()
  const faults: string[] = []
  let asked = 0

  function enter(report: Report): void {
    if (report.kind === 'sent') {
      asked += 1
      sent.set(report.envelope.commandId, report.envelope)
    } else if (report.kind === 'answered') {
      const before = heard.get(report.commandId)
      if (!before) heard.set(report.commandId, report.heard)
      else if (!isDeepStrictEqual(before, report.heard)) {
        const both = `${JSON.stringify(before)} and then ${JSON.stringify(report.heard)}`
        faults.push(`${report.commandId} was answered with ${both}`)
      }
    } else if (report.kind === 'failure') faults.push(report.text)
  }

  return {
    sent: sent as ReadonlyMap<string, CommandEnvelope>,
    heard: heard as ReadonlyMap<string, Heard>,
    enter,
    /** The faults found without the tables since the last call. */
    takeFaults: () => faults.splice(0),
    /** How many commands were sent, repeats included. */
    asked: () => asked,
    unanswered: () => [...sent.values()].filter(({ commandId }) => !heard.has(commandId)),
  }
}
