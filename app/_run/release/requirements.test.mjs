import { afterEach, expect, test, vi } from 'vitest'
import { settingFaults } from './requirements.mjs'

const server = {
  DATABASE_URL: 'postgres://daybook:secret@db/daybook',
  BETTER_AUTH_SECRET: 'x'.repeat(32),
  NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
  BETTER_AUTH_URL: 'https://bank.example.com',
}
const plain = { hasEmbedded: false }

afterEach(() => vi.unstubAllEnvs())

function names(faults) {
  return faults.map(fault => /^\w+/.exec(fault)[0])
}

test('with every setting a release can start', () => {
  expect(settingFaults(server, plain)).toEqual([])
})

test('all that is missing is told at once, each with how to make it', () => {
  const faults = settingFaults({}, plain)
  expect(names(faults)).toEqual(Object.keys(server))
  for (const fault of faults) expect(fault).toMatch(/is missing: .*\n {4}\S/)
})

test.each([
  ['DATABASE_URL', 'mysql://db/daybook'],
  ['BETTER_AUTH_SECRET', 'short'],
  ['NEXT_SERVER_ACTIONS_ENCRYPTION_KEY', 'x'.repeat(44)],
  ['BETTER_AUTH_URL', 'bank.example.com'],
])('a wrong %s is told', (name, value) => {
  expect(names(settingFaults({ ...server, [name]: value }, plain))).toEqual([name])
})

test('wrong values of other settings are told beside those that are missing', () => {
  vi.stubEnv('PORT', 'web')
  vi.stubEnv('HOST', 'bank.example.com')
  vi.stubEnv('TRUSTED_PROXIES', 'many')
  expect(names(settingFaults({ ...server, DATABASE_URL: '' }, plain))).toEqual([
    'DATABASE_URL',
    'HOST',
    'PORT',
    'TRUSTED_PROXIES',
  ])
})

test('with the embedded database only its folder is needed', () => {
  expect(names(settingFaults({}, { hasEmbedded: true }))).toEqual(['DAYBOOK_DATA'])
  expect(settingFaults({ DAYBOOK_DATA: '/srv/bank' }, { hasEmbedded: true })).toEqual([])
})
