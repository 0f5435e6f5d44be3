import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { Markdown } from './markdown'

const html = (text: string) => renderToStaticMarkup(createElement(Markdown, null, text))

describe('a text in Markdown', () => {
  test('has headings, lists, emphasis, code, quotes and tables', () => {
    const text = '# A\n\n- **b** ~~c~~\n- `d`\n\n> e\n\n3. f\n\n| g | h |\n|---|---|\n| i | j |'
    const shown = html(text)
    for (const part of [
      ...['<h2>A</h2>', '<strong>b</strong>', '<s>c</s>', '<code>d</code>', '<blockquote>'],
      ...['<ol start="3">', '<th>g</th>', '<td>j</td>'],
    ]) {
      expect(shown).toContain(part)
    }
  })

  test('has headings below that of the page, none of which leaves a level out', () => {
    const levels = html('### A\n\n###### B\n\n# C\n\n## D').match(/<h\d>/g)
    expect(levels).toEqual(['<h2>', '<h3>', '<h2>', '<h3>'])
  })

  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](data:text/html,x)',
    '[a](vbscript:x)',
    '[a](file:///etc/passwd)',
    '[a](//example.com)',
    '[a](/accounts)',
    '![a](javascript:x)',
    '<javascript:alert(1)>',
    '[a]\n\n[a]: javascript:alert(1)',
    '&lt;script&gt;',
    '```\n</code><script>\n```',
  ])('%s does nothing', text => {
    expect(html(text)).not.toMatch(/<(?!\/?(?:div|p|pre|code)\b)/)
  })

  test('links lead to the web or to an address, and tell nothing', () => {
    expect(html('[a](https://example.com/x)')).toContain(
      '<a href="https://example.com/x" rel="noopener noreferrer nofollow" target="_blank">a</a>',
    )
    expect(html('[a](mailto:a@example.com)')).toContain('href="mailto:a@example.com"')
    expect(html('![Chart](https://example.com/x.png)')).toMatch(/<a href="[^"]+"[^>]*>Chart<\/a>/)
  })

  test.each([
    ['brackets', '['.repeat(100_000)],
    ['quotes in quotes', '> '.repeat(50_000)],
    ['emphasis in emphasis', '*a_ '.repeat(25_000)],
    ['lists in lists', Array.from({ length: 400 }, (_, n) => `${' '.repeat(2 * n)}- a`).join('\n')],
    ['a large table', `|a${'|b'.repeat(99)}|\n|${'-|'.repeat(100)}\n${'|c\n'.repeat(20_000)}`],
    ['many paragraphs', 'a\n\n'.repeat(33_000)],
  ])('of %s is shown', (_, text) => {
    expect(html(text)).toMatch(/^<(div|pre) /)
  })
})
