import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { projectFolder } from '../../../db/tools/programs.mjs'

const read = path => readFileSync(join(projectFolder, path), 'utf8')
const registry = new Registry()
collectDefaultMetrics({ register: registry })

const sources = ['metrics/instruments.ts', 'process/metrics-port.ts'].map(path =>
  read(`app/_server/${path}`),
)
const own = sources.flatMap(text => [...text.matchAll(/'(daybook_\w+)'/g)].map(([, name]) => name))
const rules = read('app/_run/watch/alerts.yml')
const dashboard = JSON.parse(read('app/_run/watch/dashboard.json'))
const shown = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))

/** The names of metrics in an expression; histograms have three endings. */
function namesIn(text) {
  const names = text.match(/\b(?:daybook|nodejs|process)_\w+/g) ?? []
  return names.map(name => name.replace(/_(?:bucket|sum|count)$/, ''))
}

test('every metric that the rules and the dashboard name is there', () => {
  const known = new Set([...own, ...registry.getMetricsAsArray().map(({ name }) => name)])
  const expressions = [...rules.matchAll(/expr: (>-\n(?: {10,}.*\n)+|.*\n)/g)].map(([, its]) => its)
  expect(expressions).toHaveLength(rules.split('- alert:').length - 1)
  const named = [...expressions, ...shown].flatMap(namesIn)
  expect(named.length).toBeGreaterThan(50)
  expect(named.filter(name => !known.has(name))).toEqual([])
})

test('every metric of the bank is on the dashboard or in a rule', () => {
  const watched = new Set([...shown, rules].flatMap(namesIn))
  const unwatched = own.filter(name => !watched.has(name) && name !== 'daybook_build_info')
  expect(unwatched).toEqual([])
})

test('names follow the conventions of Prometheus', () => {
  expect(own.length).toBeGreaterThan(20)
  for (const name of own) expect(name).toMatch(/^daybook_[a-z]+(?:_[a-z]+)*$/)
  // Counters alone end in _total, times are in seconds and sizes in bytes.
  expect(own.filter(name => /_(?:ms|milliseconds|minutes|kb|mb|percent)$/.test(name))).toEqual([])
})

test('every rule has a case in which it fires', () => {
  const tested = read('app/_run/watch/alerts.test.yml')
  for (const [, name] of rules.matchAll(/- alert: (\w+)/g)) {
    expect(tested).toContain(`alertname="${name}"`)
  }
})
