import 'server-only'
import type { Problem } from '@/app/_wire/types'
import { PLAIN_STYLE, type TableStyle, takeStyle } from './export-style'
import { inputProblem } from './problems'

/** A table for people, or JSON. */
export type ExportFormat = 'csv' | 'json'

/**
 * Takes what every export has out of its parameters: `format=csv|json`, and how a table is written. The
 * rest says what is exported. A list's place is refused.
 */
export function takeFormat(
  parameters: URLSearchParams,
): { readonly format: ExportFormat; readonly style: TableStyle } | Problem {
  const [format = '', ...more] = parameters.getAll('format')
  parameters.delete('format')
  if ((format !== 'csv' && format !== 'json') || more.length > 0) {
    return inputProblem('Malformed', 'format', '“format” must be csv or json.')
  }
  const style = format === 'csv' ? takeStyle(parameters) : PLAIN_STYLE
  if ('sentence' in style) return inputProblem('Malformed', style.field, style.sentence)
  for (const field of ['cursor', 'limit']) {
    if (!parameters.has(field)) continue
    const sentence = `“${field}” is not allowed: an export contains the whole list.`
    return inputProblem('Malformed', field, sentence)
  }
  return { format, style }
}

/** An export as a file; `name` has no extension. */
export function fileResponse(body: ReadableStream, name: string, format: ExportFormat): Response {
  const type = format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/json'
  return new Response(body, {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}.${format}"`,
      'cache-control': 'no-store',
    },
  })
}
