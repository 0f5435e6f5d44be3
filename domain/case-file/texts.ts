import { cleanText, type TextKind, textFault } from '@/domain/text/clean'
import { unreachable } from '@/domain/unreachable'
import type { CaseFileRefusal, CaseTextField } from './refusal'

/** The longest titles and reasons that are kept, in characters as people see them. */
export const TITLE_LENGTH_MAX = 200
export const WHY_LENGTH_MAX = 200

/** The longest text, in UTF-16 code units: to count so many characters as people see them takes seconds. */
export const TEXT_LENGTH_MAX = 100_000
/** And in bytes of UTF-8. */
export const TEXT_BYTES_MAX = 200_000

type TextRefusal = Extract<CaseFileRefusal, { field: CaseTextField }>

export function titleOf(asked: string): string | TextRefusal {
  return textIn('title', 'name', asked, TITLE_LENGTH_MAX) ?? { type: 'TextMissing', field: 'title' }
}

export function textOf(asked: string): string | TextRefusal {
  if (cleanText('document', asked).length > TEXT_LENGTH_MAX) {
    return { type: 'TextTooLong', field: 'text', lengthMax: TEXT_LENGTH_MAX }
  }
  const text = textIn('text', 'document', asked, TEXT_LENGTH_MAX, TEXT_BYTES_MAX)
  return text ?? { type: 'TextMissing', field: 'text' }
}

/** Why a text was revised; null when nobody says. */
export function whyOf(asked: string | null): string | null | TextRefusal {
  return textIn('why', 'note', asked ?? '', WHY_LENGTH_MAX)
}

export function isRefusal(result: string | TextRefusal): result is TextRefusal {
  return typeof result !== 'string'
}

function textIn(
  field: CaseTextField,
  kind: TextKind,
  asked: string,
  lengthMax: number,
  bytesMax?: number,
): string | null | TextRefusal {
  const text = cleanText(kind, asked)
  if (text === '') return null
  const fault = textFault(kind, text, lengthMax, bytesMax)
  switch (fault) {
    case null:
      return text
    case 'too-long':
      return { type: 'TextTooLong', field, lengthMax }
    case 'too-heavy':
      return { type: 'TextTooLong', field, lengthMax, bytesMax: bytesMax ?? 8 * lengthMax }
    case 'unprintable':
      return { type: 'TextUnprintable', field }
    case 'invisible':
      return { type: 'TextInvisible', field }
    default:
      return unreachable(fault)
  }
}
