import { expect, test } from 'vitest'
import { checkRooms, faultsIn, houses } from './rooms.mjs'

const fileIn = (house, room) => `${house}/${room.includes('.') ? room : `${room}/a.ts`}`
const known = new Set([
  ...Object.entries(houses).flatMap(([house, rooms]) => rooms.map(room => fileIn(house, room))),
  'db/testing/a.ts',
])

test('every import goes to the same layer or a lower one', async () => {
  expect(await checkRooms()).toEqual({ passed: 1, failed: 0, output: '' })
})

test.each(
  Object.entries(houses).flatMap(([house, rooms]) =>
    rooms.slice(1).map((room, above) => [house, rooms[above], room]),
  ),
)('in %s, %s may import %s, and not the other way', (house, upper, lower) => {
  const [a, b] = [fileIn(house, upper), fileIn(house, lower)]
  const path = name => `@/${name.replace(/\.ts$/, '')}`
  expect(faultsIn(a, `import { x } from '${path(b)}'`, known)).toEqual([])
  for (const text of [
    `import { x } from '${path(a)}'`,
    `import type { X } from '${path(a)}'`,
    `export * from '${path(a)}'`,
    `const x = await import('${path(a)}')`,
  ]) {
    expect(faultsIn(b, text, known), text).toEqual([
      `${b} imports ${a}: ${lower} must not import from ${upper}`,
    ])
  }
})

test('product code does not import test code', () => {
  const text = "import { x } from '../testing/a'"
  expect(faultsIn('db/feed/a.ts', text, known)).toHaveLength(1)
  expect(faultsIn('db/lab/a.ts', text, known)).toEqual([])
})

test('a route tree is imported only from inside it', () => {
  const page = 'app/accounts/[id]/page.tsx'
  const routes = new Set([page, 'app/accounts/a.ts', 'app/bank/a.ts', 'app/_ui/a.ts', 'app/a.ts'])
  const text = "import { x } from '@/app/accounts/[id]/page'"
  expect(faultsIn('app/accounts/a.ts', text, routes)).toEqual([])
  for (const name of ['app/bank/a.ts', 'app/_ui/a.ts', 'app/a.ts', 'app/_server/http/a.ts']) {
    expect(faultsIn(name, text, routes)).toEqual([
      `${name} imports ${page}: only app/accounts/ imports from app/accounts/`,
    ])
  }
  expect(faultsIn(page, "import { x } from '@/app/_ui/a'", routes)).toEqual([])
})
