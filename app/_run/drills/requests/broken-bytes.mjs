import { MULTIPART } from './forms.mjs'

/**
 * Invalid HTTP as raw bytes. `mayBeSilent`: no answer is acceptable, because the client has left or
 * the bytes are no readable request.
 */
export function brokenBytes(chance, { port }) {
  const host = `host: 127.0.0.1:${port}`
  const close = 'connection: close'
  const request = (first, ...lines) => [first, host, close, ...lines, '', ''].join('\r\n')
  const post = (...lines) => request('POST /api/commands HTTP/1.1', ...lines)
  const json = 'content-type: application/json'
  return chance.pick([
    { bytes: request('GET /sign-in HTTP/1.1', 'content-length: 1', 'content-length: 2') },
    { bytes: `${post(json, 'content-length: 2', 'transfer-encoding: chunked')}0\r\n\r\n` },
    { bytes: `${post(json, 'transfer-encoding: chunked')}zz\r\n` },
    { bytes: `${post(json, 'transfer-encoding: chunked, chunked')}0\r\n\r\n` },
    { bytes: `${post(json, 'transfer-encoding: x')}0\r\n\r\n` },
    {
      bytes: `${post(json, 'transfer-encoding: chunked')}2;${'x'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`,
    },
    { bytes: `${post(json, 'content-length: 100')}{"a":1`, hangUp: true },
    { bytes: `${post(json, 'content-length: -1')}` },
    { bytes: `${post(json, 'content-length: 1e3')}` },
    { bytes: `${post(json, 'content-length: 99999999999')}{}`, hangUp: true },
    {
      bytes: request('POST /sign-in HTTP/1.1', `content-type: ${MULTIPART}`, 'content-length: 9'),
      hangUp: true,
    },
    {
      bytes:
        request('POST /sign-in HTTP/1.1', `content-type: ${MULTIPART}`, 'content-length: 3000000') +
        'x'.repeat(3_000_000),
      mayBeSilent: true,
    },
    {
      bytes: `${request('POST /sign-in HTTP/1.1', `content-type: ${MULTIPART}`, 'transfer-encoding: chunked')}100000\r\n${'x'.repeat(0x100000)}\r\n100000\r\n${'x'.repeat(0x100000)}\r\n0\r\n\r\n`,
      mayBeSilent: true,
    },
    { bytes: `GET /sign-in HTTP/1.1\r\n${close}\r\n\r\n` },
    { bytes: `GET /sign-in HTTP/1.1\r\n${host}\r\n${host}\r\n${close}\r\n\r\n` },
    { bytes: `GET /sign-in HTTP/1.0\r\n\r\n` },
    { bytes: `GET /sign-in HTTP/9.9\r\n${host}\r\n\r\n` },
    { bytes: 'GET /sign-in\r\n\r\n' },
    { bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' },
    { bytes: Buffer.from('16030100a5010000a10303', 'hex') },
    { bytes: chance.bytes(400) },
    { bytes: '\r\n\r\n\r\n', hangUp: true },
    { bytes: request('GET /sign-in HTTP/1.1', `x: ${'y'.repeat(20_000)}`) },
    {
      bytes: request(
        'GET /sign-in HTTP/1.1',
        ...Array.from({ length: 1_500 }, (_, at) => `x${at}: y`),
      ),
    },
    { bytes: request('GET /sign-in HTTP/1.1', 'no colon') },
    { bytes: request('GET /sign-in HTTP/1.1', 'x: a\u0000b') },
    { bytes: request('GET /sign-in HTTP/1.1', 'x y: z') },
    { bytes: request('GET /sign-in HTTP/1.1', 'x: 1', ' folded') },
    { bytes: request('GET /sign-in HTTP/1.1', 'expect: 200-ok') },
    { bytes: request('GET /sign-in HTTP/1.1', 'upgrade: websocket', 'connection: upgrade') },
    { bytes: request(`GET http://127.0.0.1:${port}/sign-in HTTP/1.1`) },
    { bytes: request('GET http://evil.example/accounts HTTP/1.1') },
    { bytes: request('GET https://evil.example HTTP/1.1') },
    { bytes: request('GET ftp://evil.example/ HTTP/1.1') },
    { bytes: request('GET evil.example:80 HTTP/1.1') },
    { bytes: request('CONNECT evil.example:80 HTTP/1.1') },
    { bytes: request('OPTIONS * HTTP/1.1') },
    { bytes: request('GET * HTTP/1.1') },
    { bytes: request('GET /a\u0000b HTTP/1.1') },
    { bytes: request('GET /a\u0001b HTTP/1.1') },
    { bytes: request('GET /a b HTTP/1.1') },
    { bytes: request('GET /\u00e9\u{1f4a5} HTTP/1.1') },
    { bytes: request(`GET /${'a'.repeat(20_000)} HTTP/1.1`) },
    { bytes: request('GET /sign-in HTTP/1.1').repeat(3) },
    { bytes: `GET /sign-in HTTP/1.1\r\n${host}\r\n`, hangUp: true },
  ])
}
