import { plainLetters } from './letters'

/** Printable ASCII with single spaces: nearly every text, and only its case has to be folded. */
const PLAIN = /^(?:[!-_a-~]+(?: [!-_a-~]+)*)?$/

/** What has no look of its own: joiners, soft hyphens, variation selectors, direction marks. */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu

/**
 * Accents and vowel points, which people leave out when they search. In other scripts marks are
 * letters: a Thai or Devanagari vowel, a Japanese voicing mark (U+3099, U+309A).
 */
const ACCENTS =
  /(?![\u3099\u309A])(?=\p{M})[\p{sc=Inherited}\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Coptic}\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Syriac}]/gu

/** White space of every kind, the blank of Braille, and the line that only stretches Arabic words. */
const BLANKS = /[\s\p{Cc}\u2800]+/gu
const STRETCHES = /\u0640/g

/**
 * A text as all searches and filters compare it: compatibility forms (NFKC) and case are folded in
 * full (ß is ss, final sigma is sigma, dotted and dotless i are i), accents are left out, letters
 * with strokes and ligatures are plain letters, and runs of white space are one space. Folding a
 * folded text changes nothing.
 */
export function folded(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase()
  const letters = text.normalize('NFKD').replace(IGNORABLE, '').replace(STRETCHES, '')
  // Through the capitals, because ß, ſ, ς and ı have lower-case relatives of another spelling.
  const cased = letters.toLowerCase().toUpperCase().toLowerCase()
  const plain = plainLetters(cased.normalize('NFKD').replace(ACCENTS, ''))
  return plain.normalize('NFC').replace(BLANKS, ' ').trim()
}
