import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { projectFolder } from '../../../db/tools/programs.mjs'

/** Where bank accounts may be named: their rules, codec, pages, words and addresses. */
const OWN = [
  /^domain\/bank-account\//,
  /^db\/codecs\/bank-account\//,
  /^app\/accounts\//,
  /^app\/_ui\/event-(type-)?words\.ts$/,
  /^app\/_wire\/stream-path\.ts$/,
]

/** Tests, measurements and checks may name anything; migrations are history. */
const OTHERS = /\.test\.\w+$|\/testing\/|^db\/lab\/|^db\/migrations\/|^app\/_run\/|\.md$|\.json$/

test('bank accounts and their events are named in their own places only', () => {
  const names =
    'BankAccount|AccountCreated|MoneyDeposited|MoneyWithdrawn|HoldPlaced|HoldReleased|' +
    'OverdraftLimitSet|LimitsSet|AccountUnfrozen|AccountRenamed|ReferenceSet|CustomerAssigned'
  const files = execFileSync('git', ['grep', '-lwE', names, '--', 'app', 'db', 'domain'], {
    cwd: projectFolder,
    encoding: 'utf8',
  })
  const found = files.split('\n').filter(name => name !== '' && !OTHERS.test(name))
  expect(found.filter(name => !OWN.some(own => own.test(name)))).toEqual([])
  // Fails if no files were examined.
  expect(found).toContain('domain/bank-account/bank-account.ts')
})

test('the events of people and of the roster too', () => {
  const names =
    'PersonInvited|PersonEnrolled|PersonJoined|RoleChanged|PersonDisabled|PersonEnabled|SignInReset|' +
    'SignInRestored|SessionsEnded|AdministratorAdded|AdministratorRemoved'
  const own = [
    /^domain\/person\//,
    /^db\/codecs\/(person|roster)\//,
    /^app\/_ui\/event-(type-)?words\.ts$/,
  ]
  const files = execFileSync('git', ['grep', '-lwE', names, '--', 'app', 'db', 'domain'], {
    cwd: projectFolder,
    encoding: 'utf8',
  })
  const found = files.split('\n').filter(name => name !== '' && !OTHERS.test(name))
  expect(found.filter(name => !own.some(place => place.test(name)))).toEqual([])
  expect(found).toContain('domain/person/person.ts')
})
