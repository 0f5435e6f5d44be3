import { isDeepStrictEqual } from 'node:util'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import type { Heard, Report } from './messages'

/** All that the callers know: what they sent, and what they heard. */
export type Books = ReturnType<typeof createBooks>

/** Opens empty books. They outlive every process that is killed. */
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
    /** What went wrong before any table was looked at, since it was last asked for. */
    takeFaults: () => faults.splice(0),
    /** How often a command was sent, those sent again included. */
    asked: () => asked,
    unanswered: () => [...sent.values()].filter(({ commandId }) => !heard.has(commandId)),
  }
}
