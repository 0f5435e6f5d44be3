import { randomInt } from 'node:crypto'
import { request } from 'node:http'

export const PASSWORD = 'daybook-demo'

/** An address that nobody else uses, as a proxy tells it. */
export function newAddress() {
  return `10.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`
}

/**
 * Tries to sign in once, over a connection of its own.
 * @returns {Promise<{ status: number, tookMs: number, waitS: number, cookie: string, text: string
 * }>}
 */
export function tryToSignIn(port, { email, password = PASSWORD, address, cookie = '' }) {
  const body = JSON.stringify({ email, password })
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-forwarded-for': address ?? newAddress(),
    ...(cookie && { cookie }),
  }
  const to = { host: '127.0.0.1', port, path: '/api/auth/sign-in/email', method: 'POST', headers }
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const sent = request({ ...to, agent: false }, answer => {
      let text = ''
      answer.setEncoding('utf8').on('data', part => {
        text += part
      })
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          tookMs: performance.now() - startedAt,
          waitS: Number(answer.headers['retry-after'] ?? 0),
          cookie: (answer.headers['set-cookie'] ?? []).map(one => one.split(';')[0]).join('; '),
          text,
        }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
