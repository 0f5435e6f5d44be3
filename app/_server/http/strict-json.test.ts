import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isJson, parseStrictJson } from './strict-json'

const seed = Number(process.env.SEED)

/** Inside the bounds of depth and length. */
const values = fc.jsonValue({ maxDepth: 6 })

/** JSON with blanks, and with names and texts escaped at random. */
function written(value: unknown, chance: fc.GeneratorValue): string {
  const blank = () => chance(fc.constantFrom, '', '', ' ', '\n', '\t\r ')
  const text = (of: string) =>
    chance(fc.boolean)
      ? JSON.stringify(of)
      : `"${[...of].map(sign => escaped(sign, chance(fc.boolean))).join('')}"`
  if (typeof value === 'string') return blank() + text(value) + blank()
  if (Array.isArray(value)) return `[${blank()}${value.map(of => written(of, chance)).join(',')}]`
  if (typeof value !== 'object' || value === null) return blank() + JSON.stringify(value) + blank()
  const members = Object.entries(value).map(
    ([name, of]) => `${blank()}${text(name)}${blank()}:${written(of, chance)}`,
  )
  return `{${blank()}${members.join(',')}}${blank()}`
}

function escaped(sign: string, isEscaped: boolean): string {
  if (!isEscaped) return JSON.stringify(sign).slice(1, -1)
  return sign
    .split('')
    .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}

test('JSON without duplicates is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(values, fc.gen(), (value, chance) => {
      const text = written(value, chance)
      expect(parseStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) })
    }),
    { seed },
  )
})

test('Any text that JSON.parse refuses is refused', () => {
  const pieces = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '"a"', '1', ' ', 'null')
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 30 }).map(parts => parts.join('')),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(texts, text => {
      const read = parseStrictJson(text)
      if (read.ok) expect(read.value).toEqual(JSON.parse(text))
      else expect(read.sentence).toMatch(/^[“T].*\.$/s)
    }),
    { seed, numRuns: 2_000 },
  )
})

test('A name twice in one object is refused, at any depth, however it is escaped', () => {
  const names = fc.string({ unit: 'binary', maxLength: 8 }).filter(name => name !== 'between')
  const depths = fc.array(fc.boolean(), { maxLength: 8 })
  fc.assert(
    fc.property(names, values, values, depths, fc.gen(), (name, one, other, outer, chance) => {
      const member = (value: unknown) =>
        written({ [name]: value }, chance)
          .trim()
          .slice(1, -1)
      const twice = `{${member(one)},"between":[],${member(other)}}`
      const text = outer.reduce(
        (inner, isArray) => (isArray ? `[1,${inner}]` : `{"a":${inner}}`),
        twice,
      )
      expect(parseStrictJson(text)).toMatchObject({
        ok: false,
        sentence: expect.stringContaining('twice'),
      })
    }),
    { seed },
  )
})

test.each([
  ['{"a":1,"a":1}', '“a” is in the request body twice. Send each field once.'],
  ['{"a":1,"\\u0061":2}', '“a” is in the request body twice. Send each field once.'],
  ['{"\\/":1,"/":2}', '“/” is in the request body twice. Send each field once.'],
  ['[{"b":{"a":1,"c":"\\\\","a":1}}]', '“a” is in the request body twice. Send each field once.'],
  ['{"__proto__":1,"__proto__":2}', expect.stringContaining('twice')],
  ['['.repeat(17) + ']'.repeat(17), 'The request body can be nested 16 levels deep at most.'],
  ['['.repeat(3_000_000), 'The request body can be nested 16 levels deep at most.'],
  [`[${'1,'.repeat(1_000)}1]`, expect.stringContaining('at most 1000 items')],
  ['{"a":1', 'The request body must be JSON in UTF-8.'],
  ['', 'The request body must be JSON in UTF-8.'],
])('%.60s is refused', (text, sentence) => {
  expect(parseStrictJson(text)).toEqual({ ok: false, sentence })
})

test.each([
  '[{"a":1},{"a":1}]',
  '{"a":"a","b":["a","a","a"]}',
  '{"a":"\\"a\\":","b":{"a":1}}',
  '['.repeat(16) + ']'.repeat(16),
  `[${'1,'.repeat(999)}1]`,
])('%.60s is read', text => {
  expect(parseStrictJson(text)).toEqual({ ok: true, value: JSON.parse(text) })
})

test('A member __proto__ changes no prototype', () => {
  const read = parseStrictJson(
    '{"__proto__":{"role":"teller"},"constructor":{"prototype":{"x":1}}}',
  )
  expect(read.ok && Object.keys(read.value as object)).toEqual(['__proto__', 'constructor'])
  expect({}).not.toHaveProperty('x')
  expect({}).not.toHaveProperty('role')
})

test.each([
  ['application/json', true],
  ['Application/JSON; charset=UTF-8', true],
  ['application/json;charset="utf-8"', true],
  ['application/json; profile=x', true],
  ['application/json; charset=utf-16', false],
  ['text/plain', false],
  ['text/plain; application/json', false],
  ['application/jsonx', false],
  ['application/x-www-form-urlencoded', false],
  ['', false],
  [null, false],
])('Content-Type %s is JSON: %s', (type, expected) => {
  expect(isJson(type)).toBe(expected)
})
