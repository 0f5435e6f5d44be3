import 'server-only'
import { dictionary } from '@zxcvbn-ts/language-common'
import { isLonger } from '@/domain/text/clean'

/** In characters as people see them. */
const PASSWORD_LENGTH_MIN = 12

/** The most bytes of a password in UTF-8: at least 256 characters of any script. */
export const PASSWORD_BYTES_MAX = 1024

/** What a form says before one is typed. */
export const PASSWORD_HINT = `At least ${PASSWORD_LENGTH_MIN} characters. A few unrelated words are easy to remember and hard to guess.`

/** This many characters beside what everybody tries first make a password of its own. */
const OWN_LENGTH_MIN = 8

/** Shorter parts of names and addresses are found in too many good passwords. */
const PERSONAL_LENGTH_MIN = 4

/** With fewer different characters a password is a pattern. */
const DIFFERENT_MIN = 5

/** Words that belong to this bank. */
const HOUSE_WORDS = ['daybook', 'bankaccount', 'mybank']

/** Whose password it is to be. */
type Person = { readonly email: string; readonly name: string }

/**
 * Why a password can't be chosen, as a sentence; null when it can. Length counts, not the kinds of
 * characters (NIST SP 800-63B, section 3.1.1.2). Refused are those that everybody tries first: the
 * 49,000 most common ones of zxcvbn, also with digits and signs around them, the person's own name
 * and address, and plain patterns.
 */
export function passwordFault(password: string, { email, name }: Person): string | null {
  const text = password.normalize('NFKC')
  if (isPasswordTooLong(password))
    return 'That is longer than 256 characters. Choose a shorter one.'
  if (!isLonger(text, PASSWORD_LENGTH_MIN - 1)) {
    return `Use at least ${PASSWORD_LENGTH_MIN} characters.`
  }
  const plain = text.toLowerCase()
  if (isPattern(plain)) return 'That is a simple pattern. Choose something less predictable.'
  if (isCommon(plain)) return 'Many people use that password, so it is tried first. Choose another.'
  const own = ownWords(email, name).filter(word => plain.includes(word))
  if (own.length > 0 && lengthWithout(plain, own) < OWN_LENGTH_MIN) {
    return 'That is mostly your name, your e-mail address or the name of the bank. Choose another.'
  }
  return null
}

/** Whether a password is too long to be anybody's; such a one is not even hashed. */
export function isPasswordTooLong(password: string): boolean {
  return (
    password.length > PASSWORD_BYTES_MAX ||
    Buffer.byteLength(password.normalize('NFKC')) > PASSWORD_BYTES_MAX
  )
}

let common: ReadonlySet<string> | undefined

function commonPasswords(): ReadonlySet<string> {
  common ??= new Set(dictionary['passwords-common'])
  return common
}

/** Whether it is a common password, or one with a few more digits and signs around it. */
function isCommon(plain: string): boolean {
  if (commonPasswords().has(plain)) return true
  const core = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  return plain.length - core.length < OWN_LENGTH_MIN && commonPasswords().has(core)
}

/** Few different characters, one short part again and again, or the next after the other. */
function isPattern(plain: string): boolean {
  if (new Set(plain).size < DIFFERENT_MIN) return true
  const part = /^(.{1,6}?)\1+$/su.exec(plain)?.[1]
  if (part !== undefined) return true
  const codes = [...plain].map(character => character.codePointAt(0) ?? 0)
  const steps = codes.slice(1).map((code, at) => (code - (codes[at] ?? 0) + 10) % 10)
  return [1, 9].some(step => steps.every(other => other === step))
}

function ownWords(email: string, name: string): string[] {
  const [local = ''] = email.split('@')
  return [email, local, ...local.split(/[^\p{L}\p{N}]+/u), ...name.split(/[^\p{L}\p{N}]+/u)]
    .map(word => word.normalize('NFKC').toLowerCase())
    .filter(word => word.length >= PERSONAL_LENGTH_MIN)
    .concat(HOUSE_WORDS)
}

function lengthWithout(plain: string, words: readonly string[]): number {
  const longestFirst = words.toSorted((a, b) => b.length - a.length)
  const rest = longestFirst.reduce((left, word) => left.replaceAll(word, ''), plain)
  return rest.replace(/[^\p{L}\p{N}]+/gu, '').length
}
