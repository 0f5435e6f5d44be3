import 'server-only'
import type { ServerResponse } from 'node:http'

const BODY = /<body[^>]*>/

declare global {
  // By name: Next.js evaluates a module once for each kind of request.
  var daybookTroublePages: WeakSet<ServerResponse> | undefined
}

/**
 * Adds to a failed page what browsers without scripts show. Next.js sends such a page empty, and has
 * its scripts draw `app/error.tsx`, which says the same.
 */
export function sayWithoutScripts(answer: ServerResponse, sentence: string): void {
  globalThis.daybookTroublePages ??= new WeakSet()
  if (globalThis.daybookTroublePages.has(answer)) return
  globalThis.daybookTroublePages.add(answer)
  let isSaid = false
  const said = (chunk: unknown): unknown => {
    if (isSaid || answer.statusCode !== 503 || !isHtml(answer)) return chunk
    const bytes = bytesOf(chunk)
    // Bytes as characters, so that a character which two chunks share stays whole.
    const body = bytes && BODY.exec(bytes.toString('latin1'))
    if (!bytes || !body) return chunk
    isSaid = true
    const place = body.index + body[0].length
    const block = Buffer.from(noScriptsBlock(sentence))
    return Buffer.concat([bytes.subarray(0, place), block, bytes.subarray(place)])
  }
  for (const name of ['write', 'end'] as const) {
    const send = answer[name] as (...args: unknown[]) => unknown
    Object.assign(answer, {
      [name]: (chunk: unknown, ...rest: unknown[]) =>
        Reflect.apply(send, answer, [said(chunk), ...rest]),
    })
  }
}

function isHtml(answer: ServerResponse): boolean {
  return String(answer.getHeader('content-type') ?? '').startsWith('text/html')
}

function bytesOf(chunk: unknown): Buffer | null {
  if (typeof chunk === 'string') return Buffer.from(chunk)
  return chunk instanceof Uint8Array ? Buffer.from(chunk) : null
}

/** In attributes, because such a page has no style sheet. */
const LOOK = 'max-width:40rem;margin:14vh auto 0;padding:0 1rem;font:14px/1.5 system-ui,sans-serif'

function noScriptsBlock(sentence: string): string {
  return `<noscript><meta name="color-scheme" content="light dark"><main style="${LOOK}">
<h1 style="margin:0 0 8px;font-size:20px">This page could not be loaded.</h1>
<p style="margin:0 0 24px">${sentence} Recorded data is safe.</p>
<p><a href="">Try again</a></p>
</main></noscript>`
}
