/**
 * Signs in as the demo bank's teller, and returns a function that sends requests as that teller, to
 * another instance of the same bank if asked.
 */
export async function signIn(baseUrl) {
  const ask = (method, path, body, headers = {}, { at = baseUrl, limitMs = 30_000 } = {}) =>
    fetch(at + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(limitMs),
    })
  const credentials = { email: 'teller@example.com', password: 'daybook-demo' }
  const answer = await ask('POST', '/api/auth/sign-in/email', credentials)
  if (!answer.ok) throw new Error(`The teller cannot sign in: ${answer.status}.`)
  const cookie = answer.headers
    .getSetCookie()
    .map(line => line.split(';')[0])
    .join('; ')
  return (method, path, body, place) => ask(method, path, body, { cookie }, place)
}
