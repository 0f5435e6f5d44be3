import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
// Not the bank's own `test`: here the policies of the bank have something to stop.
import { expect, test } from '@playwright/test'
import { move } from './account-page'
import { openBank } from './bank'
import { ownAddress, PASSWORD, PEOPLE } from './people'

test.use({ extraHTTPHeaders: ownAddress() })

/** A site on another port of the same machine: its requests carry the bank's cookies. */
async function openOtherSite() {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>Other site</title><h1>Win a prize</h1>')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // it listens on a port
  return { port, close: () => server.close() }
}

type Attack = {
  bank: string
  command: string
  accountId: string
  /** A form of the bank that a server action takes, as fields. */
  form: [string, string][]
}

/** Everything that a page can make a browser send elsewhere. Runs in the page. */
async function attack({ bank, command, accountId, form }: Attack): Promise<void> {
  const post = async (path: string, type: string, body: BodyInit, headers = {}) => {
    const init = { method: 'POST', credentials: 'include', body } as const
    const all = { ...(type && { 'content-type': type }), ...headers }
    for (const mode of ['no-cors', 'cors'] as const) {
      const answer = fetch(bank + path, { ...init, mode, headers: all })
      // It may fail: the bank lets no other site read its answers.
      await answer.catch(() => {})
    }
  }
  const submit = (path: string, enctype: string, fields: [string, string][], sandbox = '') => {
    const frame = document.body.appendChild(document.createElement('iframe'))
    const inputs = fields.map(([name, value]) => {
      const input = document.createElement('input')
      input.setAttribute('name', name)
      input.setAttribute('value', value)
      return input.outerHTML
    })
    if (sandbox) frame.setAttribute('sandbox', sandbox)
    frame.srcdoc = `<form method="post" action="${bank + path}" enctype="${enctype}">
      ${inputs.join('')}</form><script>document.forms[0].submit()</script>`
  }
  const data = new FormData()
  for (const [name, value] of form) data.append(name, value)
  const deposit = `/accounts/${accountId}/deposit`
  for (const type of ['', 'text/plain', 'application/x-www-form-urlencoded', 'application/json']) {
    await post('/api/commands', type, command)
    await post('/api/auth/sign-out', type, '{}')
  }
  await post(deposit, '', data)
  await post(deposit, 'text/plain', '[]', { 'next-action': '0'.repeat(42) })
  navigator.sendBeacon(`${bank}/api/commands`, command)
  const asText: [string, string][] = [[command.slice(0, -1), ',"note":"="}']]
  for (const sandbox of ['', 'allow-forms allow-scripts']) {
    submit('/api/commands', 'text/plain', asText, sandbox)
    submit('/api/auth/sign-out', 'text/plain', [['{"a":"', '"}']], sandbox)
    submit(deposit, 'multipart/form-data', form, sandbox)
    submit(deposit, 'application/x-www-form-urlencoded', form, sandbox)
  }
  for (const path of [
    ...['/api/auth/sign-out', `/api/commands?body=${encodeURIComponent(command)}`],
    `${deposit}?${new URLSearchParams(form)}`,
    `/api/accounts/${accountId}/events/export?format=csv`,
  ]) {
    const image = new Image()
    const ended = new Promise(resolve => {
      image.onload = resolve
      image.onerror = resolve
    })
    image.src = bank + path
    await ended
  }
}

test('A page of another site can do nothing with the reader’s session @desktop', async ({
  page,
  baseURL,
}) => {
  // A session of its own, which the page tries to end.
  const credentials = { email: PEOPLE.teller, password: PASSWORD }
  const signedIn = await page.request.post('/api/auth/sign-in/email', { data: credentials })
  expect(signedIn.status()).toBe(200)
  const bank = openBank(page.request)
  const { account } = await bank.open({ openingBalance: '10.00' })
  await page.goto(`/accounts/${account.id}/deposit`)
  const html = await (await page.request.get(`/accounts/${account.id}/deposit`)).text()
  const form = await page.evaluate(text => {
    const forms = [...new DOMParser().parseFromString(text, 'text/html').forms]
    const filled = forms.map(one => [...new FormData(one)] as [string, string][])
    return filled.find(fields => fields.some(([name]) => name === 'commandId')) ?? []
  }, html)
  expect(form.some(([name]) => name.startsWith('$ACTION'))).toBe(true)
  const filled = form.map(([name, value]): [string, string] => [
    name,
    name === 'amount' ? '5.00' : value,
  ])
  const command = JSON.stringify({
    ...{ commandId: randomUUID(), type: 'Deposit', accountId: account.id, amount: '5.00' },
  })
  const submitted: number[] = []
  page.on('response', response => {
    const request = response.request()
    const isForm = request.method() === 'POST' && request.isNavigationRequest()
    if (isForm) submitted.push(response.status())
  })
  const other = await openOtherSite()
  try {
    // The same site by another port, and another site altogether.
    for (const [at, host] of ['127.0.0.1', 'localhost'].entries()) {
      await page.goto(`http://${host}:${other.port}/`)
      await page.evaluate(attack, {
        ...{ bank: baseURL ?? '', command, accountId: account.id, form: filled },
      })
      await expect.poll(() => submitted.length).toBe(8 * (at + 1))
    }
  } finally {
    other.close()
  }
  expect(submitted.filter(status => status !== 403)).toEqual([])
  expect((await bank.account(account.id)).version).toBe(1)
  expect((await page.request.get('/api/accounts?limit=1')).status()).toBe(200)
  // The same form of the bank's own page is taken, so it was not the form.
  await page.goto(`/accounts/${account.id}`)
  await move(page, 'Deposit', '5.00')
  await expect.poll(async () => (await bank.account(account.id)).version).toBe(2)
})
