import { z } from 'zod'
import { cleanText, textFault } from '@/domain/text/clean'

/** In characters as people see them; e-mail addresses in UTF-16 code units (RFC 5321). */
export const NAME_LENGTH_MAX = 100
export const EMAIL_LENGTH_MAX = 254

export type Faulty<Field extends string> = { readonly field: Field; readonly sentence: string }

/** A name as it is kept, or why it can't be one. */
export function readName(typed: string): { readonly name: string } | Faulty<'name'> {
  const name = cleanText('name', typed)
  const fault = name === '' ? 'invisible' : textFault('name', name, NAME_LENGTH_MAX)
  return fault === null ? { name } : { field: 'name', sentence: SENTENCES[fault] }
}

const SENTENCES = {
  invisible: 'Enter a name.',
  unprintable: 'The name contains hidden characters. Type it again on one line.',
  'too-long': `A name can have at most ${NAME_LENGTH_MAX} characters.`,
  'too-heavy': 'The name is too long. Shorten it.',
} as const

/** An e-mail address as it is kept, in lower case, or why it is none. */
export function readEmail(typed: string): { readonly email: string } | Faulty<'email'> {
  const email = typed.trim().toLowerCase()
  if (email.length <= EMAIL_LENGTH_MAX && z.email().safeParse(email).success) return { email }
  return { field: 'email', sentence: 'Enter an e-mail address such as jana@example.com.' }
}
