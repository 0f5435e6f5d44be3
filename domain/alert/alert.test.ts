import { describe, expect, test } from 'vitest'
import { type Alert, type AlertCommand, alert } from './alert'
import { type AlertEvent, turnOf } from './events'

const [T0, T1, T2, T3] = ['00', '01', '02', '03'].map(m => `2026-11-27T22:${m}:00.000Z`) as [
  ...[string, string, string, string],
]
const NOW = new Date('2026-11-27T23:00:00Z')
const ADA = { id: 'u-ada', name: 'Ada' }
const EVA = { id: 'u-eva', name: 'Eva' }
const bad = { value: '45', threshold: '30', about: '“insights”' }
const good = { value: '0', threshold: '5', about: null }
const RULE = { rule: 'feed-lag', severity: 'warning' } as const

const raised = (since: string): AlertEvent => ({ type: 'AlertRaised', ...RULE, since, ...bad })
const cleared = (until: string): AlertEvent => ({ type: 'AlertCleared', until, ...good })
const raise = (since: string): AlertCommand => ({ type: 'RaiseAlert', ...RULE, since, ...bad })
const clear = (until: string): AlertCommand => ({ type: 'ClearAlert', until, ...good })
const acknowledge = (by = ADA): AlertCommand => ({ type: 'AcknowledgeAlert', by })
const ACKNOWLEDGED: AlertEvent = { type: 'AlertAcknowledged', by: ADA }

const after = (events: readonly AlertEvent[]) => events.reduce<Alert>(alert.evolve, alert.initial)

function told(given: readonly AlertEvent[], command: AlertCommand) {
  const context = { id: '', now: NOW, startedAt: null, facts: null }
  const decision = alert.decide(command, after(given), context)
  if (decision.outcome === 'refused') return alert.sentenceFor(decision.refusal)
  return decision.events[0] ?? 'nothing'
}

describe('an alert', () => {
  test.each<[string, AlertEvent[], AlertCommand, AlertEvent | string]>([
    ['is raised', [], raise(T0), raised(T0)],
    ['is raised once, whoever sees it', [raised(T0)], raise(T1), 'nothing'],
    ['is over', [raised(T0)], clear(T1), cleared(T1)],
    ['is over once', [raised(T0), cleared(T1)], clear(T2), 'nothing'],
    ['is nothing to clear before', [], clear(T1), 'nothing'],
    ['is raised again', [raised(T0), cleared(T1)], raise(T2), raised(T2)],
    [
      'that began before the last was over is the same',
      [raised(T0), cleared(T2)],
      raise(T1),
      'nothing',
    ],
    ['is acknowledged', [raised(T0)], acknowledge(), ACKNOWLEDGED],
    ['is acknowledged once', [raised(T0), ACKNOWLEDGED], acknowledge(), 'nothing'],
    [
      'tells who was first',
      [raised(T0), ACKNOWLEDGED],
      acknowledge(EVA),
      'Ada has already acknowledged this.',
    ],
    ['that is over needs nobody', [raised(T0), cleared(T1)], acknowledge(), 'This alert is over.'],
    [
      'is anew nobody’s',
      [raised(T0), ACKNOWLEDGED, cleared(T1), raised(T2)],
      acknowledge(EVA),
      { ...ACKNOWLEDGED, by: EVA },
    ],
  ])('%s', (_, given, command, expected) => {
    expect(told(given, command)).toEqual(expected)
  })

  test('is dated when it happened, and never in the future', () => {
    const at = (since: string) => {
      const context = { id: '', now: NOW, startedAt: null, facts: null }
      const decision = alert.decide(raise(since), alert.initial, context)
      return decision.outcome === 'accepted' ? decision.occurredAt?.toISOString() : null
    }
    expect(at(T3)).toBe(T3)
    expect(at('2026-11-28T00:00:00.000Z')).toBe(NOW.toISOString())
  })

  test('is told when it begins and ends', () => {
    expect([raised(T0), ACKNOWLEDGED, cleared(T1)].map(turnOf)).toEqual(['raised', null, 'cleared'])
    expect(() => after([cleared(T1)])).toThrow('AlertCleared before anything was raised')
  })
})
