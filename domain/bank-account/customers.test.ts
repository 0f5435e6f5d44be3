import { describe, expect, test } from 'vitest'
import { type Account, evolve, initial } from './bank-account'
import type { Command } from './commands'
import type { SecondCustomer } from './events'
import { created, given } from './testing/given'

const SAME = { type: 'NothingToChange', field: null } as const
const rename = (owner: string): Command => ({ type: 'RenameAccount', owner })
const refer = (reference: string | null): Command => ({ type: 'SetReference', reference })
const assign = (customerId: string | null): Command => ({ type: 'AssignCustomer', customerId })
const assignSecond = (second: SecondCustomer | null): Command => ({
  type: 'AssignSecondCustomer',
  second,
})
const assigned = (customerId: string | null) => ({ type: 'CustomerAssigned', customerId }) as const
const assignedSecond = (second: SecondCustomer | null) =>
  ({ type: 'SecondCustomerAssigned', second }) as const
const petr = { customerId: 'petr', rights: 'read' } as const

describe('an account is renamed', () => {
  test('with its name trimmed', () =>
    given(created()).when(rename(' Petr\n')).gives({ type: 'AccountRenamed', owner: 'Petr' }))
  test('with its letters composed and its blanks single', () =>
    given(created())
      .when(rename('Petr\u00a0  Dvor\u030ca\u0301k'))
      .gives({ type: 'AccountRenamed', owner: 'Petr Dvořák' }))
  test('from its own name as it was stored before names were composed', () =>
    given(created(), { type: 'AccountRenamed', owner: 'Dvor\u030ca\u0301k' })
      .when(rename('Dvor\u030ca\u0301k'))
      .gives({ type: 'AccountRenamed', owner: 'Dvořák' }))
  test('to a name of the greatest length, as people count', () =>
    given(created())
      .when(rename('🇨🇿'.repeat(200)))
      .gives({ type: 'AccountRenamed', owner: '🇨🇿'.repeat(200) }))
  test('to a name of the greatest length', () =>
    given(created())
      .when(rename('o'.repeat(200)))
      .gives({ type: 'AccountRenamed', owner: 'o'.repeat(200) }))
})

describe('an account is not renamed', () => {
  test.each(['', ' '])('to %j', owner =>
    given(created()).when(rename(owner)).refused({ type: 'OwnerMissing', field: 'owner' }),
  )
  test('to a name longer than 200', () =>
    given(created())
      .when(rename('o'.repeat(201)))
      .refused({ type: 'TextTooLong', field: 'owner', lengthMax: 200 }))
  test('to a name of 200 letters with more marks than letters', () =>
    given(created())
      .when(rename('o\u0332\u0333\u0334\u0335'.repeat(200)))
      .refused({ type: 'TextTooLong', field: 'owner', lengthMax: 200, bytesMax: 1600 }))
  test.each(['a\u0000b', 'a\u2028b', 'a\u2029b', 'a\u200eb', 'a\u061cb', 'a\u202eb', 'a\u2067b'])(
    'to %j, which changes how the text around it is read',
    owner =>
      given(created()).when(rename(owner)).refused({ type: 'TextUnprintable', field: 'owner' }),
  )
  test.each(['\u200b', '\u2060 \u00ad', '\u3164', '\u2800\u2800', '\u0301'])(
    'to %j, which can’t be seen',
    owner =>
      given(created()).when(rename(owner)).refused({ type: 'TextInvisible', field: 'owner' }),
  )
  test('to its own name', () => given(created()).when(rename(' Jana Nováková')).refused(SAME))
})

describe('a reference', () => {
  const having = { type: 'ReferenceSet', reference: 'A-17' } as const
  test('is set, trimmed', () => given(created()).when(refer(' A-17 ')).gives(having))
  test('is set at the greatest length', () =>
    given(created())
      .when(refer('r'.repeat(64)))
      .gives({ type: 'ReferenceSet', reference: 'r'.repeat(64) }))
  test.each([null, '', ' '])('is taken away by %j', reference =>
    given(created(), having)
      .when(refer(reference))
      .gives({ type: 'ReferenceSet', reference: null }),
  )
  test('is not set to what it is', () => given(created(), having).when(refer('A-17')).refused(SAME))
  test.each([null, ' '])('that is none is not set to none by %j', reference =>
    given(created()).when(refer(reference)).refused(SAME),
  )
  test('is not longer than 64', () =>
    given(created())
      .when(refer('r'.repeat(65)))
      .refused({ type: 'TextTooLong', field: 'reference', lengthMax: 64 }))
  test('can be printed', () =>
    given(created())
      .when(refer('a\u0000b'))
      .refused({ type: 'TextUnprintable', field: 'reference' }))
})

describe('a customer', () => {
  test('is assigned', () => given(created()).when(assign('jana')).gives(assigned('jana')))
  test('is changed', () =>
    given(created(), assigned('jana')).when(assign('petr')).gives(assigned('petr')))
  test('is taken away', () =>
    given(created(), assigned('jana')).when(assign(null)).gives(assigned(null)))
  test('is taken away beside a second one', () =>
    given(created(), assigned('jana'), assignedSecond(petr))
      .when(assign(null))
      .gives(assigned(null)))
  test('is changed beside a second one', () =>
    given(created(), assignedSecond(petr)).when(assign('jana')).gives(assigned('jana')))
  test.each([null, 'jana'])('%s is not assigned again', customerId =>
    given(created(), assigned(customerId)).when(assign(customerId)).refused(SAME),
  )
  test('is not the second one too', () =>
    given(created(), assigned('jana'), assignedSecond(petr))
      .when(assign('petr'))
      .refused({ type: 'SameCustomer', field: 'customer' }))
})

describe('a second customer', () => {
  test('is assigned', () => given(created()).when(assignSecond(petr)).gives(assignedSecond(petr)))
  test('gets other rights', () => {
    const operating = { customerId: 'petr', rights: 'operate' } as const
    given(created(), assignedSecond(petr))
      .when(assignSecond(operating))
      .gives(assignedSecond(operating))
  })
  test('is changed', () => {
    const eva = { customerId: 'eva', rights: 'read' } as const
    given(created(), assignedSecond(petr)).when(assignSecond(eva)).gives(assignedSecond(eva))
  })
  test('is taken away', () =>
    given(created(), assignedSecond(petr)).when(assignSecond(null)).gives(assignedSecond(null)))
  test('is not assigned again', () =>
    given(created(), assignedSecond(petr)).when(assignSecond(petr)).refused(SAME))
  test('is not taken away where there is none', () =>
    given(created()).when(assignSecond(null)).refused(SAME))
  test('is not the customer too', () =>
    given(created(), assigned('petr'))
      .when(assignSecond(petr))
      .refused({ type: 'SameCustomer', field: 'customer' }))
})

test('names, references and customers are in the state', () => {
  const events = [
    created(),
    { type: 'AccountRenamed', owner: 'Petr' },
    { type: 'ReferenceSet', reference: 'B-2' },
    assigned('jana'),
    assignedSecond(petr),
  ] as const
  expect(events.reduce(evolve, initial) as Account).toMatchObject({
    owner: 'Petr',
    reference: 'B-2',
    customerId: 'jana',
    secondCustomer: petr,
  })
})
