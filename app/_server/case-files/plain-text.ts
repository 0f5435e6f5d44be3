import MarkdownIt, { type Token } from 'markdown-it'

const parser = new MarkdownIt('default', { html: false })

/** The words of a text in Markdown without its signs, on one line; of pictures what stands for them. */
export function plainTextOf(markdown: string): string {
  return parser.parse(markdown, {}).map(textOf).join(' ').replace(/\s+/g, ' ').trim()
}

function textOf({ type, content, children }: Token): string {
  switch (type) {
    case 'inline':
    case 'image':
      return (children ?? []).map(textOf).join('')
    case 'softbreak':
    case 'hardbreak':
      return ' '
    case 'text':
    case 'code_inline':
    case 'code_block':
    case 'fence':
      return content
    default:
      return ''
  }
}
