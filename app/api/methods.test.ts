import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

type Handler = (request: Request, context: object) => Promise<Response>

const FOLDER = dirname(fileURLToPath(import.meta.url))
const METHODS = ['DELETE', 'GET', 'OPTIONS', 'PATCH', 'POST', 'PUT']

const routes = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('route.ts'))
  .map(path => dirname(path))
  // Catch-all routes.
  .filter(path => !path.includes('[...'))

function askedAs(method: string): Request {
  return new Request('http://localhost:3000/api/x', { method })
}

test.each(routes)('%s lists for OPTIONS just the methods that it doesn’t refuse', async route => {
  const handlers: Record<string, Handler> = await import(join(FOLDER, route, 'route.ts'))
  const options = await handlers.OPTIONS?.(askedAs('OPTIONS'), {})
  expect(options?.status).toBe(204)
  const listed = options?.headers.get('allow')?.split(', ') ?? []
  for (const method of METHODS) {
    if (listed.includes(method)) continue
    const refused = await handlers[method]?.(askedAs(method), {})
    expect(refused?.status, method).toBe(405)
    expect(refused?.headers.get('allow'), method).toBe(listed.join(', '))
  }
  // A listed method has a handler of its own; Next.js answers HEAD with that of GET.
  const refusing = handlers.PUT
  for (const method of listed.filter(name => name !== 'HEAD' && name !== 'OPTIONS')) {
    expect(handlers[method], method).not.toBe(refusing)
  }
  expect(listed.includes('HEAD')).toBe(listed.includes('GET'))
})
