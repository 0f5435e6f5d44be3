import { expect, test } from 'vitest'
import { ACTIONS } from './actions.mjs'
import { CALLERS } from './callers.mjs'
import { missing } from './drill.mjs'
import { PAGES } from './pages.mjs'
import { ROUTES } from './routes.mjs'

const all = () => ({
  pages: Object.keys(PAGES),
  routes: Object.keys(ROUTES),
  actions: Object.keys(ACTIONS).map(name => ({ name })),
})

test('a door without a line is a fault, and so is a line without a door', () => {
  expect(missing(all())).toEqual([])
  const more = all()
  more.routes.push('/api/gold')
  more.pages.push('/gold')
  more.actions.push({ name: 'takeGold' })
  expect(missing(more)).toHaveLength(3)
  const fewer = all()
  fewer.routes.pop()
  expect(missing(fewer)).toHaveLength(1)
})

test('two actions of one name are a fault', () => {
  const twice = all()
  twice.actions.push({ name: 'deposit' })
  expect(missing(twice)).toHaveLength(1)
})

test('lines speak of callers who exist, and never let in who has no session', () => {
  for (const { expected } of Object.values(ROUTES).flat()) {
    for (const caller of Object.keys(expected)) expect(CALLERS).toContain(caller)
  }
  for (const { who } of Object.values(ACTIONS)) {
    for (const caller of who) expect(CALLERS).toContain(caller)
    expect(who).not.toContain('nobody')
    expect(who).not.toContain('disabled')
  }
})
