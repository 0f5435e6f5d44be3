import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

/** A web process that learns how to see requests only after it has listened for a while. */
const SERVER = `
  import { subscribe } from 'node:diagnostics_channel'
  import { createServer } from 'node:http'
  const server = createServer((_, response) => response.end('done'))
  subscribe('http.server.request.start', () => process.send('arrived'))
  server.listen(0, '127.0.0.1', () => process.send(server.address().port))
  process.on('message', () => {
    subscribe('http.server.request.start', ({ response }) => response.setHeader('seen', 'yes'))
    globalThis.daybookOpen?.()
    process.send('open')
  })
`

test('what arrives before the bank is open is answered after it, by the front door', async () => {
  const hold = new URL('./hold.mjs', import.meta.url).href
  const args = ['--import', hold, '--input-type=module', '--eval', SERVER]
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc']
  const child = spawn(process.execPath, args, { env: { NODE_ENV: 'production' }, stdio })
  try {
    const [port] = await once(child, 'message')
    const address = `http://127.0.0.1:${port}/`
    const arrived = heard(child, 2)
    const early = [fetch(address), fetch(address, { method: 'POST', body: 'x'.repeat(100_000) })]
    await arrived
    child.send('open')
    for (const answer of await Promise.all(early)) {
      expect([answer.headers.get('seen'), await answer.text()]).toEqual(['yes', 'done'])
    }
    const late = await fetch(address)
    expect(late.headers.get('seen')).toBe('yes')
  } finally {
    child.kill()
  }
})

/** Resolves after so many messages. */
async function heard(child, count) {
  for (let n = 0; n < count; n++) await once(child, 'message')
}
