import { randomUUID } from 'node:crypto'
import {
  type APIRequestContext,
  type APIResponse,
  test as base,
  expect,
  request,
} from '@playwright/test'

export { type APIRequestContext, expect, request }

const PAGES_MAX = 100

export type Account = {
  id: string
  number: string
  owner: string
  currency: string
  balance: string
  available: string
  held: string
  status: string
  version: number
  openedAt: string
}

export type Event = {
  eventId: string
  version: number
  type: string
  data: Record<string, string | null>
  occurredAt: string
  createdAt: string
  actor: { name: string; role: string }
  commandId: string
}

export type Accepted = { accountId: string; version: number; account: Account; events: Event[] }

export type Problem = {
  type: string
  title: string
  status: number
  detail: string
  field?: string
}

export type Bank = ReturnType<typeof openBank>

/** For API specs: the bank as the person whose session the spec uses. */
export const test = base.extend<{ bank: Bank }>({
  bank: async ({ request }, use) => use(openBank(request)),
  /** Fails when the content security policy stopped anything, on any page of the test. */
  page: async ({ page }, use) => {
    const stopped: string[] = []
    page.context().on('console', message => {
      if (/Content Security Policy/i.test(message.text())) stopped.push(message.text())
    })
    await page.context().addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) => {
        console.error(`Content Security Policy: ${effectiveDirective} stopped ${blockedURI}`)
      })
    })
    await use(page)
    expect(stopped, 'violations of the content security policy').toEqual([])
  },
})

/** The bank's HTTP API in one person's session. */
export function openBank(request: APIRequestContext) {
  const command = (body: unknown) =>
    request.post('/api/commands', {
      headers: { 'content-type': 'application/json' },
      data: JSON.stringify(body),
    })
  const accepted = async (body: unknown): Promise<Accepted> => {
    const response = await command(body)
    expect(response.status(), await response.text()).toBe(200)
    return response.json()
  }
  return {
    command,
    open: (details: Record<string, string> = {}) =>
      accepted({
        commandId: randomUUID(),
        type: 'CreateAccount',
        owner: 'Ada Byron',
        currency: 'EUR',
        ...details,
      }),
    deposit: (accountId: string, amount: string, more: Record<string, string> = {}) =>
      accepted({ commandId: randomUUID(), type: 'Deposit', accountId, amount, ...more }),
    /** Several deposits in one request. */
    depositAll: async (
      accountId: string,
      deposits: readonly { amount: string; note: string }[],
    ): Promise<void> => {
      const bodies = deposits.map(fields => ({
        commandId: randomUUID(),
        type: 'Deposit',
        accountId,
        ...fields,
      }))
      expect((await command(bodies)).status()).toBe(200)
    },
    withdraw: (accountId: string, amount: string) =>
      accepted({ commandId: randomUUID(), type: 'Withdraw', accountId, amount }),
    /** Sends any other command on an account. */
    send: (accountId: string, body: { type: string; [field: string]: unknown }) =>
      accepted({ commandId: randomUUID(), accountId, ...body }),
    /** The totals of the whole bank now; for staff. */
    whole: async (): Promise<{ totals: { currency: string; accounts: number; total: string }[] }> =>
      (await request.get('/api/bank')).json(),
    account: async (id: string): Promise<Account> =>
      (await request.get(`/api/accounts/${id}`)).json(),
    /** Every event of an account, oldest first, page by page. */
    events: async (id: string): Promise<Event[]> => {
      const events: Event[] = []
      let cursor = ''
      for (let page = 0; page < PAGES_MAX; page++) {
        const query = `order=asc&limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`
        const { items, nextCursor }: { items: Event[]; nextCursor: string | null } = await (
          await request.get(`/api/accounts/${id}/events?${query}`)
        ).json()
        events.push(...items)
        if (nextCursor === null) return events
        cursor = nextCursor
      }
      throw new Error(`More than ${PAGES_MAX} pages of events.`)
    },
  }
}

/** Parses an answer as problem details (RFC 9457) and checks that a reader can use it. */
export async function problemOf(response: APIResponse): Promise<Problem> {
  expect(response.headers()['content-type']).toContain('application/problem+json')
  const problem: Problem = await response.json()
  expect(problem.status).toBe(response.status())
  expect(problem.title).toMatch(/\w/)
  expect(problem.detail, 'a sentence for the reader').toMatch(/^\p{Lu}.*[.!?]$|^“.*\.$/su)
  return problem
}
