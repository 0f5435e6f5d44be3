import 'server-only'
import { problem, refusalProblem, unavailable } from '@/app/_server/http/problems'
import { mayEnter } from '@/app/_server/people/denials'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { sharedReading } from '@/app/_server/process/shared-reading'
import { ALERT_RULES, type AlertJson, type AlertRule, RULE_WORDS } from '@/app/_wire/alerts'
import type { Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { alertIdFor } from '@/db/ids'
import { type KeptAlert, readAlerts } from '@/db/operations/alerts'
import { ALERT_TYPE, alertStream } from '@/domain/alert/alert'
import { outageNow } from './outage-now'

/** Every page of the staff counts alerts: they are read from the database this often. */
const FRESH_MS = 3_000

const allAlerts = sharedReading('alerts', FRESH_MS, readAll)

/** The alerts that are raised, the most urgent first, then the ones that were over last. */
export async function listAlerts(viewer: Viewer): Promise<readonly AlertJson[]> {
  return may(viewer, 'readAlerts') ? allAlerts.now() : []
}

/** How many alerts nobody has acknowledged; null for whoever sees none. */
export async function countAlerts(viewer: Viewer): Promise<number | null> {
  if (!may(viewer, 'readAlerts')) return null
  const alerts = await allAlerts.now()
  return alerts.filter(({ status, acknowledgedBy }) => status === 'raised' && !acknowledgedBy)
    .length
}

/** Says that somebody looks after an alert. Null, or why not. */
export async function acknowledge(
  viewer: Viewer,
  rule: string,
  commandId: string,
): Promise<Problem | null> {
  const barred = mayEnter(viewer, 'operate')
  if (barred) return barred
  const known = ALERT_RULES.find(name => name === rule)
  if (!known || !isUuid(commandId)) {
    return problem('Malformed', 'Open the page again, then try again.')
  }
  const by = { id: viewer.userId, name: viewer.name }
  const answer = await bank().execute({
    ...{ commandId, stream: alertStream(alertIdFor(known)), correlationId: null },
    actor: { ...by, role: viewer.role },
    command: { type: 'AcknowledgeAlert', by },
  })
  forgetAlerts()
  if (answer.outcome === 'accepted') return null
  if (answer.outcome === 'refused') return refusalProblem(ALERT_TYPE, answer.refusal)
  if (answer.outcome === 'unavailable') return unavailable(answer.reason)
  return problem('CommandIdReused', 'This form was already submitted. Open the page again.')
}

/** Has the alerts read anew. */
export function forgetAlerts(): void {
  allAlerts.forget()
}

async function readAll(): Promise<readonly AlertJson[]> {
  const kept = await readAlerts(bank().upkeep, ALERT_RULES)
  const all = ALERT_RULES.flatMap(rule => {
    const outage = rule === 'database' ? outageJson() : null
    const one = kept.get(rule)
    return outage ?? (one ? alertJson(rule, one) : null) ?? []
  })
  return all.toSorted(byUrgency)
}

function alertJson(rule: AlertRule, { id, state }: KeptAlert): AlertJson | null {
  if (state.status === 'none') return null
  const { severity, status, since, until, value, about, acknowledgedBy } = state
  const { title, told, advice } = RULE_WORDS[rule]
  const isOver = status === 'cleared'
  return {
    ...{ id, rule, severity, status, title, since, until, advice: isOver ? '' : advice },
    told: isOver ? 'It is over.' : told(value, about),
    acknowledgedBy: acknowledgedBy?.name ?? null,
  }
}

/** An outage that can't be recorded yet. */
function outageJson(): AlertJson | null {
  const outage = outageNow()
  if (!outage) return null
  const { title, advice } = RULE_WORDS.database
  return {
    ...{ id: alertIdFor('database'), rule: 'database', severity: 'critical', status: 'raised' },
    ...{ title, told: outage.about, advice, since: new Date(outage.sinceMs).toISOString() },
    ...{ until: null, acknowledgedBy: null },
  }
}

function byUrgency(a: AlertJson, b: AlertJson): number {
  if (a.status !== b.status) return a.status === 'raised' ? -1 : 1
  if (a.status === 'cleared') return (a.until ?? '') < (b.until ?? '') ? 1 : -1
  if (a.severity !== b.severity) return a.severity === 'critical' ? -1 : 1
  return a.since < b.since ? 1 : -1
}
