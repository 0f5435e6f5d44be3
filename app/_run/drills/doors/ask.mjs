import { MULTIPART, multipart } from '../requests/forms.mjs'
import { patiently } from './callers.mjs'

/** Sends one request; the answer's text is read unless it is a stream that goes on. */
export async function call(
  { baseUrl, callers, ...there },
  caller,
  written,
  { method = 'GET', ...sent },
) {
  const path = written.replace(
    /ID\b|NUMBER|RECEIPT|REFUSED|APPROVAL|ORDER|BATCH|CASE/g,
    name => ({ ID: there.id, NUMBER: encodeURIComponent(there.number) })[name] ?? there[name],
  )
  const leave = new AbortController()
  const headers = { ...callers[caller], accept: 'text/html' }
  let body
  if (sent.json) {
    headers['content-type'] = 'application/json'
    body = JSON.stringify(sent.json)
  } else if (sent.form) {
    const fields = Object.entries(sent.form).map(([name, value]) => [`_1_${name}`, value])
    // As React sends the arguments of an action: the state before, and the form.
    const args = sent.isPlain ? ['$K1'] : [null, '$K1']
    body = multipart([...fields, ['0', JSON.stringify(args)]])
    Object.assign(headers, { 'next-action': sent.action, 'content-type': MULTIPART })
    Object.assign(headers, { accept: 'text/x-component', origin: baseUrl })
  }
  try {
    const answer = await patiently(() =>
      fetch(baseUrl + path, {
        method: sent.form ? 'POST' : method,
        ...{ headers, body, redirect: 'manual', signal: leave.signal },
      }),
    )
    const isLive = answer.headers.get('content-type') === 'text/event-stream'
    const location = answer.headers.get('location') ?? ''
    return { status: answer.status, location, text: isLive ? '' : await answer.text() }
  } catch (error) {
    return { status: 0, text: String(error) }
  } finally {
    leave.abort()
  }
}
