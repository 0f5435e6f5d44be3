import { expect, test } from 'vitest'
import { fieldName, statusWord } from './account-words'
import { eventsWord } from './event-words'
import { placesHint } from './places-hint'

/** Properties that every object with a prototype has. */
const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty']

test.each(PROTOTYPE_NAMES)('%s keeps its own name, and is no currency', name => {
  expect(fieldName(name)).toBe(name)
  expect(statusWord(name)).toBe(name)
  expect(placesHint(name)).toBe('')
})

test('an empty field has no hint', () => {
  expect(placesHint('')).toBe('')
  expect(placesHint('JPY')).toBe('Whole amounts')
})

test('an event type without words is called by its name', () => {
  expect(eventsWord('MoneyDeposited')).toBe('Deposits')
  expect(['TallyCounted', 'constructor'].map(eventsWord)).toEqual(['TallyCounted', 'constructor'])
})
