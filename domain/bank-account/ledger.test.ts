import { expect, test } from 'vitest'
import { ledgerAccountBy } from '@/domain/money/ledger'
import type { MovementDetails } from './events'
import { IMPORTER_ID, MOVEMENT_RULES, OPENING_RULES } from './ledger'
import { created, deposited } from './testing/given'

const transfer = { id: 't', accountId: 'a', number: '1', owner: 'Eva' }
const ofMovement = (details: MovementDetails, actorId = 'teller-1') =>
  ledgerAccountBy(MOVEMENT_RULES, { ...deposited(5n, 5n), ...details }, actorId)

test('an opening balance comes from the opening balances, or from the import', () => {
  expect(ledgerAccountBy(OPENING_RULES, created(5n), 'teller-1')).toBe('opening-balances')
  expect(ledgerAccountBy(OPENING_RULES, created(5n), 'import')).toBe('import-clearing')
})

test('the other side of a movement is cash, unless it says another', () => {
  expect(ofMovement({})).toBe('cash')
  expect(ofMovement({ transfer })).toBe('transfers')
  expect(ofMovement({ counter: 'interest' })).toBe('interest')
  expect(ofMovement({ counter: 'fees' })).toBe('fees')
  expect(ofMovement({ counter: 'corrections', reverses: 2 })).toBe('corrections')
  expect(ofMovement({ transfer, reverses: 2 })).toBe('transfers')
})

test('every movement of an import is of the import', () => {
  expect(ofMovement({}, IMPORTER_ID)).toBe('import-clearing')
})

test('rules without a last one that applies are a bug', () => {
  const rules = [{ says: 'counter' }] as unknown as typeof MOVEMENT_RULES
  expect(() => ledgerAccountBy(rules, deposited(5n, 5n), 'teller-1')).toThrow(/last rule/)
})
