import 'server-only'

/** How a table is written: for programs by default, or as somebody's spreadsheet wants it. */
export type TableStyle = {
  readonly separator: ',' | ';' | '\t'
  readonly decimal: '.' | ','
  /** Begins the file with a byte order mark, by which spreadsheets know that it is UTF-8. */
  readonly mark: boolean
}

export const PLAIN_STYLE: TableStyle = { separator: ',', decimal: '.', mark: false }

const FIELDS = {
  separator: { comma: ',', semicolon: ';', tab: '\t' },
  decimal: { point: '.', comma: ',' },
  bom: { yes: true, no: false },
} as const

type Field = keyof typeof FIELDS

/** A parameter that is none of the words for it. */
export type StyleFault = { readonly field: string; readonly sentence: string }

/**
 * Reads `separator`, `decimal` and `bom` from the parameters of an export, and removes them.
 */
export function takeStyle(parameters: URLSearchParams): TableStyle | StyleFault {
  const chosen: Record<string, unknown> = {}
  for (const field of Object.keys(FIELDS) as Field[]) {
    const texts = parameters.getAll(field)
    parameters.delete(field)
    const [text] = texts
    if (text === undefined) continue
    const words: Readonly<Record<string, unknown>> = FIELDS[field]
    if (texts.length > 1 || !Object.hasOwn(words, text)) {
      return { field, sentence: `“${field}” must be one of ${Object.keys(words).join(', ')}.` }
    }
    chosen[field === 'bom' ? 'mark' : field] = words[text]
  }
  return { ...PLAIN_STYLE, ...chosen }
}
