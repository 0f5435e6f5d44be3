import 'server-only'
import { XMLParser } from 'fast-xml-parser'
import { ROWS_MAX } from '@/domain/payment-batch/decisions'
import { type FileRow, noFile, type ReadFile, tooManyRows } from './file-rows'

/** A document of ISO 20022 has a dozen levels. */
const DEPTH_MAX = 32

type Node = { readonly [name: string]: unknown }

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  // No entity is expanded: the five of XML itself are read below.
  processEntities: false,
})

/**
 * Reads payments from a customer credit transfer initiation (ISO 20022, pain.001.001.03, .09 or
 * .11). Never throws, whatever the text is.
 */
export function readPain(text: string): ReadFile {
  if (text.trim() === '') return noFile('The file is empty.')
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) {
    return noFile('The file has a document type declaration, which a pain.001 file must not have.')
  }
  if (isTooDeep(text)) return noFile('The file is nested too deeply for a pain.001 file.')
  const root = parsed(text)
  const initiation = root && nodeIn(nodeIn(root, 'Document'), 'CstmrCdtTrfInitn')
  if (!initiation) return noFile('The file is no pain.001 file: it has no CstmrCdtTrfInitn.')
  const version = versionOf(text)
  if (version !== null && !['03', '09', '11'].includes(version)) {
    return noFile(`The file is of pain.001.001.${version}. Use version 03, 09 or 11.`)
  }
  const groups = nodesIn(initiation, 'PmtInf')
  const count = groups.reduce((sum, one) => sum + nodesIn(one, 'CdtTrfTxInf').length, 0)
  if (count > ROWS_MAX) return tooManyRows()
  const told = textIn(nodeIn(initiation, 'GrpHdr'), 'NbOfTxs')
  if (told !== null && told !== String(count)) {
    return noFile(`The file says that it has ${told.slice(0, 20)} payments, and has ${count}.`)
  }
  const payers = new Set(groups.flatMap(one => numberOf(nodeIn(one, 'DbtrAcct')) ?? []))
  if (payers.size > 1) {
    return noFile('The file pays from several accounts. Use one file for each account.')
  }
  const lines = linesOf(text)
  const rows = groups.flatMap(group => {
    const date = dateOf(group)
    return nodesIn(group, 'CdtTrfTxInf').map(one => rowOf(one, date))
  })
  const [from = null] = payers
  const placed = rows.map((row, n) => ({ ...row, line: lines[n] ?? n + 1 }))
  return { ok: true, rows: placed, unread: [], from }
}

function rowOf(transaction: Node, date: string | null): Omit<FileRow, 'line'> {
  const amount = nodeIn(transaction, 'Amt')?.InstdAmt
  const instructed = isNode(amount) ? amount : { '#text': amount }
  const text = (value: unknown) => (typeof value === 'string' ? decoded(value) : '')
  return {
    number: numberOf(nodeIn(transaction, 'CdtrAcct')) ?? '',
    amount: text(instructed['#text']),
    currency: text(instructed['@Ccy']) || null,
    date,
    reference: textIn(nodeIn(transaction, 'RmtInf'), 'Ustrd'),
  }
}

/** An account by its own number, or as an IBAN. */
function numberOf(account: Node | null): string | null {
  const id = nodeIn(account, 'Id')
  return textIn(nodeIn(id, 'Othr'), 'Id') ?? textIn(id, 'IBAN')
}

/** From version 09 on the date is inside `ReqdExctnDt`. */
function dateOf(group: Node): string | null {
  return textIn(group, 'ReqdExctnDt') ?? textIn(nodeIn(group, 'ReqdExctnDt'), 'Dt')
}

function versionOf(text: string): string | null {
  return /\burn:iso:std:iso:20022:tech:xsd:pain\.001\.001\.(\d\d)\b/.exec(text)?.[1] ?? null
}

function parsed(text: string): Node | null {
  try {
    const root: unknown = parser.parse(text)
    return isNode(root) ? root : null
  } catch {
    return null // the parser throws for what is no XML
  }
}

/** The lines on which the transactions begin, in their order. */
function linesOf(text: string): number[] {
  const lines: number[] = []
  let [line, from] = [1, 0]
  for (const { index } of text.matchAll(/<(?:[\w.-]+:)?CdtTrfTxInf[\s/>]/g)) {
    for (
      let at = text.indexOf('\n', from);
      at >= 0 && at < index;
      at = text.indexOf('\n', at + 1)
    ) {
      line++
    }
    from = index
    lines.push(line)
  }
  return lines
}

function isTooDeep(text: string): boolean {
  let depth = 0
  for (const [tag] of text.matchAll(/<\/?[A-Za-z_][^<>]*>?/g)) {
    if (tag.startsWith('</')) depth--
    else if (!tag.endsWith('/>')) depth++
    if (depth > DEPTH_MAX) return true
  }
  return false
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The child of a name; the first of several. */
function nodeIn(node: Node | null, name: string): Node | null {
  return nodesIn(node, name)[0] ?? null
}

function nodesIn(node: Node | null, name: string): readonly Node[] {
  const found = node !== null && Object.hasOwn(node, name) ? node[name] : undefined
  return (Array.isArray(found) ? found : [found]).filter(isNode)
}

/** The text of a child; several texts of one name, as of a remittance, with blanks between. */
function textIn(node: Node | null, name: string): string | null {
  const found = node !== null && Object.hasOwn(node, name) ? node[name] : undefined
  const texts = (Array.isArray(found) ? found : [found]).flatMap(one => {
    const text = isNode(one) ? one['#text'] : one
    return typeof text === 'string' && text !== '' ? decoded(text) : []
  })
  return texts.length > 0 ? texts.join(' ') : null
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" },
}

function decoded(text: string): string {
  return text.replaceAll(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '')
}
