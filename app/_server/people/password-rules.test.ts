import { expect, test } from 'vitest'
import { isPasswordTooLong, passwordFault } from './password-rules'

const jana = { email: 'jana.novakova@example.com', name: 'Jana Nováková' }
const faultOf = (password: string) => passwordFault(password, jana)

test.each([
  'correct horse battery',
  'tři modří koně v dešti',
  '静かな夜に遠い鐘の音を聞く',
  '🦊🐻🐼🦁🐮🐷🐸🐵🐔🐧🐦🦉',
  'Kq7#vT2!pZ9x',
  `${'a long sentence about nothing in particular; '.repeat(5)}and more`,
  'my daughter jana likes violet elephants',
])('%s can be chosen', password => {
  expect(faultOf(password)).toBeNull()
})

test.each([
  ['correcthors', /at least 12 characters/],
  ['👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦', /at least 12 characters/],
  ['1qaz2wsx3edc', /Many people use/],
  ['Password2026!', /Many people use/],
  ['...Football1!', /Many people use/],
  ['aaaaaaaaaaaaaa', /pattern/],
  ['abcdabcdabcdabcd', /pattern/],
  ['foxes!foxes!foxes!', /pattern/],
  ['abcdefghijklmnop', /pattern/],
  ['90123456789012', /pattern/],
  ['0987654321098', /pattern/],
  ['daybook-demo', /name of the bank/],
  ['Daybook2026!!', /name of the bank/],
  ['jana.novakova', /your name/],
  ['JanaNováková1', /your name/],
  ['jana.novakova@example.com', /your name/],
  ['x'.repeat(300).concat('🦊'.repeat(300)), /longer than 256/],
])('%s is refused', (password, says) => {
  expect(faultOf(password)).toMatch(says)
})

test('the bound is in bytes of the form that is hashed', () => {
  expect(isPasswordTooLong('a'.repeat(1024))).toBe(false)
  expect(isPasswordTooLong('a'.repeat(1025))).toBe(true)
  expect(isPasswordTooLong('🦊'.repeat(256))).toBe(false)
  expect(isPasswordTooLong('🦊'.repeat(257))).toBe(true)
  // One character that is eighteen after NFKC.
  expect(isPasswordTooLong('\ufdfa'.repeat(40))).toBe(true)
})
