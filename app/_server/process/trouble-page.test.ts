import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sayWithoutScripts } from './trouble-page'

const SENTENCE = 'The bank’s database can’t be reached. Try again in a moment.'

let status = 503
let type = 'text/html; charset=utf-8'
let base: string

/** A page in parts, of which one cuts a character. */
function send(answer: ServerResponse): void {
  sayWithoutScripts(answer, SENTENCE)
  sayWithoutScripts(answer, SENTENCE)
  answer.setHeader('content-type', type)
  answer.writeHead(status)
  const bytes = Buffer.from('<!DOCTYPE html><html><body class="é"><p>é</p></body></html>')
  const cut = bytes.lastIndexOf('é') + 1
  answer.write(bytes.subarray(0, cut))
  answer.end(bytes.subarray(cut))
}

const server = createServer((_, answer) => send(answer))
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => void server.close())

const read = async () => (await fetch(base)).text()

test('a failed page has the sentence once, inside its body, and is otherwise as it was', async () => {
  const text = await read()
  expect(text).toMatch(/^<!DOCTYPE html><html><body class="é"><noscript>/)
  expect(text.split(SENTENCE)).toHaveLength(2)
  expect(text).toMatch(/<\/noscript><p>é<\/p><\/body><\/html>$/)
})

test('other answers are left alone', async () => {
  status = 200
  expect(await read()).not.toContain('<noscript>')
  status = 503
  type = 'application/json'
  expect(await read()).not.toContain('<noscript>')
})
