import MarkdownIt, { type Token } from 'markdown-it'
import { Fragment, type ReactNode } from 'react'

// No raw HTML. Its parser is bounded in depth, and its time in the length of the text.
const parser = new MarkdownIt('default', { html: false, linkify: true })

/** A page with more parts than this would be slow to draw: its text is shown as it was typed. */
const TOKENS_MAX = 20_000

/**
 * A text in Markdown (CommonMark, with tables and struck-out words), as elements that the server
 * renders: nothing in it is HTML, pictures are not loaded, and links lead to the web or to an e-mail
 * address only.
 */
export function Markdown({ children: text }: { children: string }) {
  const tokens = withLevels(parser.parse(text, {}))
  if (countOf(tokens) > TOKENS_MAX) return <pre className="whitespace-pre-wrap">{text}</pre>
  return <div className="prose wrap-anywhere">{blocks(tokens)}</div>
}

function countOf(tokens: readonly Token[]): number {
  return tokens.reduce((sum, { children }) => sum + 1 + (children?.length ?? 0), 0)
}

/**
 * The page has a heading of its own, so those of a text begin below it, and none is more than one level
 * below the one before.
 */
function withLevels(tokens: Token[]): Token[] {
  let level = 1
  for (const token of tokens) {
    if (token.type === 'heading_open')
      level = Math.min(Number(token.tag.slice(1)) + 1, level + 1, 6)
    if (token.type.startsWith('heading_')) token.tag = `h${level}`
  }
  return tokens
}

/** The tokens of a text as elements: those between an opening and its closing one are inside it. */
function blocks(tokens: readonly Token[]): ReactNode[] {
  const nodes: ReactNode[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]
    if (!token) break
    if (token.nesting !== 1) {
      nodes.push(<Fragment key={at}>{leaf(token)}</Fragment>)
      continue
    }
    const end = closingOf(tokens, at)
    nodes.push(
      <Element key={at} token={token}>
        {blocks(tokens.slice(at + 1, end))}
      </Element>,
    )
    at = end
  }
  return nodes
}

function closingOf(tokens: readonly Token[], start: number): number {
  let depth = 0
  for (let at = start; at < tokens.length; at++) {
    depth += tokens[at]?.nesting ?? 0
    if (depth === 0) return at
  }
  return tokens.length
}

function Element({ token, children }: { token: Token; children: ReactNode }) {
  const { tag: Tag, hidden } = token
  if (hidden) return children
  switch (Tag) {
    case 'a':
      return <Outside href={String(token.attrGet('href') ?? '')}>{children}</Outside>
    case 'ol':
      return <ol start={Number(token.attrGet('start') ?? 1)}>{children}</ol>
    case 'table':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: so that it can be scrolled by the keyboard
        <section className="overflow-x-auto" aria-label="Table" tabIndex={0}>
          <table>{children}</table>
        </section>
      )
    case 'h2':
    case 'h3':
    case 'h4':
    case 'h5':
    case 'h6':
    case 'p':
    case 'ul':
    case 'li':
    case 'blockquote':
    case 'strong':
    case 'em':
    case 's':
    case 'thead':
    case 'tbody':
    case 'tr':
    case 'th':
    case 'td':
      return <Tag>{children}</Tag>
    default:
      return children
  }
}

function leaf(token: Token): ReactNode {
  switch (token.type) {
    case 'inline':
      return blocks(token.children ?? [])
    case 'softbreak':
      return '\n'
    case 'hardbreak':
      return <br />
    case 'hr':
      return <hr />
    case 'code_inline':
      return <code>{token.content}</code>
    case 'fence':
    case 'code_block':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: so that it can be scrolled by the keyboard
        <pre tabIndex={0}>
          <code>{token.content}</code>
        </pre>
      )
    case 'image':
      return (
        <Outside href={String(token.attrGet('src') ?? '')}>{token.content || 'Picture'}</Outside>
      )
    default:
      return token.content
  }
}

/** A link to another site, which learns nothing of the bank. */
function Outside({ href, children }: { href: string; children: ReactNode }) {
  if (!/^(?:https?|mailto):/i.test(href)) return children
  return (
    <a href={href} rel="noopener noreferrer nofollow" target="_blank">
      {children}
    </a>
  )
}
