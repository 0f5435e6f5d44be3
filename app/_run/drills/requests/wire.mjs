import { connect } from 'node:net'

/** The deadline of an answer. */
const ANSWER_MAX_MS = 15_000
const BODY_BYTES_MAX = 3_000_000

/**
 * Sends raw bytes and reads until the connection closes, the first answer is complete, or a stream
 * of events has begun.
 * @returns {Promise<{ status: number, headers: Map<string, string>, body: string, tookMs: number
 * }>} status 0 when the connection was closed without an answer, -1 when nothing came in time
 */
export function sendBytes(port, bytes, { hangUp = false } = {}) {
  return new Promise(resolve => {
    const startedAt = performance.now()
    const parts = []
    let size = 0
    const socket = connect(port, '127.0.0.1')
    const finish = otherwise => {
      clearTimeout(timer)
      socket.destroy()
      const answer = readAnswer(Buffer.concat(parts)) ?? { ...NOTHING, status: otherwise }
      resolve({ ...answer, tookMs: performance.now() - startedAt })
    }
    const timer = setTimeout(() => finish(-1), ANSWER_MAX_MS)
    socket.on('connect', () => {
      socket.write(bytes)
      // Disconnects in the middle of the request.
      if (hangUp) setTimeout(() => socket.destroy(), 20)
    })
    socket.on('data', part => {
      parts.push(part)
      size += part.length
      const isStream = /content-type: text\/event-stream/i.test(parts[0].toString('latin1'))
      if (isStream || size > BODY_BYTES_MAX) finish(0)
    })
    socket.on('error', () => finish(0))
    socket.on('close', () => finish(0))
  })
}

const NOTHING = { status: 0, headers: new Map(), body: '' }

function readAnswer(bytes) {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return null
  const [first, ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const [, status] = /^HTTP\/1\.[01] (\d{3})/.exec(first) ?? []
  if (status === undefined) return null
  const headers = new Map()
  for (const line of lines) {
    const at = line.indexOf(':')
    headers.set(line.slice(0, at).toLowerCase(), line.slice(at + 1).trim())
  }
  if (status === '100') return readAnswer(bytes.subarray(end + 4))
  return { status: Number(status), headers, body: bytes.subarray(end + 4).toString('utf8') }
}

/** A request as bytes; a header may be given as a raw line, however invalid. */
export function bytesOf({ method, target, headers = [], body = '', version = 'HTTP/1.1' }) {
  const head = [`${method} ${target} ${version}`, ...headers, '', ''].join('\r\n')
  return Buffer.concat([Buffer.from(head, 'utf8'), Buffer.from(body)])
}
