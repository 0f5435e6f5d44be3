import { expect, test } from 'vitest'
import { deviceOf, withDevice } from './known-devices'

const SECRET = 'a secret of the tests'

test('a browser is known as that of a person after that person’s sign-in only', () => {
  const ada = withDevice('ada', '', SECRET)
  expect(deviceOf('ada', ada, SECRET)).toMatch(/^[\w-]{16}$/)
  expect(deviceOf('bob', ada, SECRET)).toBeNull()
  expect(deviceOf('ada', '', SECRET)).toBeNull()
  expect(deviceOf('ada', ada, 'another secret')).toBeNull()
  for (let at = 0; at < ada.length; at++) {
    const changed = ada.slice(0, at) + (ada[at] === 'A' ? 'B' : 'A') + ada.slice(at + 1)
    expect(deviceOf('ada', changed, SECRET), changed).toBeNull()
  }
})

test('a browser is that of five people at most, and drops what no bank wrote', () => {
  let cookie = 'x~..~a.b~%00'
  const people = ['a', 'b', 'c', 'd', 'e', 'f']
  for (const person of people) cookie = withDevice(person, cookie, SECRET)
  expect(people.map(person => deviceOf(person, cookie, SECRET) !== null)).toEqual([
    ...[false, true, true, true, true, true],
  ])
  expect(cookie.split('~')).toHaveLength(5)
  expect(cookie).toMatch(/^[\w.~-]+$/)
})
