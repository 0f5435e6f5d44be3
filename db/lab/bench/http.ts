import { v7 } from 'uuid'
import { accountIdFor } from '../../ids'
import { openBank } from './bank'
import type { Figure } from './figures'
import { type Effort, measureInTurn } from './rounds'
import type { BenchServer } from './server'
import { startWeb, type WebServer } from './web'

const ACCOUNTS = 1000
const CONNECTIONS = 64
const BULK = 100
const PAGE_CALLERS = 8
const EVENTS = 30

/**
 * The checks of sessions and tokens, commands and a page on the production server, beside its empty route and its emptiest page: the
 * one of an address that has none, which is rendered for each request in the layout of every page,
 * without a session or a query.
 */
export async function measureHttp(server: BenchServer, effort: Effort): Promise<Figure[]> {
  const [database, alone] = [await server.database(), await server.database()]
  const bank = openBank(alone.url)
  const cold = await bank.openAccounts(ACCOUNTS)
  const web = await startWeb(database.url, CONNECTIONS)
  try {
    const accounts = await openAccounts(web)
    let turn = 0
    const next = (of: readonly string[]) => of[(turn++ * 7919) % ACCOUNTS] ?? ''
    const deposit = () => ({
      type: 'Deposit',
      commandId: v7(),
      accountId: next(accounts),
      amount: '1.00',
    })
    const bulk = () => web.ask('POST', '/api/commands', Array.from({ length: BULK }, deposit))
    const measured = await measureInTurn(
      [
        {
          name: 'http.bare',
          callers: CONNECTIONS,
          operate: () => web.ask('POST', '/api/nothing', deposit(), 404),
        },
        // Who asks is found out, and nothing else is done: the session is kept; the service is refused
        // what only people may do.
        {
          name: 'http.session',
          callers: CONNECTIONS,
          operate: () => web.ask('POST', '/api/session'),
        },
        {
          name: 'http.token',
          callers: CONNECTIONS,
          operate: () => web.askByToken('GET', '/api/tokens', undefined, 403),
        },
        {
          name: 'http.command',
          callers: CONNECTIONS,
          operate: () => web.ask('POST', '/api/commands', deposit()),
        },
        { name: 'http.bulk', callers: 8, operate: bulk },
        { name: 'command', callers: CONNECTIONS, operate: () => bank.deposit(next(cold)) },
        {
          name: 'http.empty',
          callers: PAGE_CALLERS,
          operate: () => web.ask('GET', '/nowhere', undefined, 404),
        },
        {
          name: 'http.page',
          callers: PAGE_CALLERS,
          operate: () => web.ask('GET', `/accounts/${next(accounts)}`),
        },
      ],
      effort,
    )
    const of = (name: string) => measured.get(name)?.perSecond ?? Number.NaN
    return [
      { name: 'http.bare', value: of('http.bare'), unit: 'a second' },
      ...['http.session', 'http.token'].map(name => ({
        name,
        value: of(name),
        unit: 'a second',
        ratio: of(name) / of('http.bare'),
        against: 'http.bare',
        bar: { atLeast: 0.8 },
      })),
      {
        name: 'http.command',
        value: of('http.command'),
        unit: 'a second',
        ratio: of('http.command') / of('http.bare'),
        against: 'http.bare',
        bar: { atLeast: 0.5 },
      },
      {
        name: 'http.command.p99',
        value: measured.get('http.command')?.p99Ms ?? Number.NaN,
        unit: 'ms',
      },
      {
        name: 'http.bulk',
        value: of('http.bulk') * BULK,
        unit: 'commands/s',
        ratio: (of('http.bulk') * BULK) / of('command'),
        against: 'command.spread beside it',
        bar: { atLeast: 0.5 },
      },
      { name: 'http.empty', value: of('http.empty'), unit: 'a second' },
      {
        name: 'http.page',
        value: of('http.page'),
        unit: 'a second',
        ratio: of('http.page') / of('http.empty'),
        against: 'http.empty',
        bar: { atLeast: 0.4 },
      },
    ]
  } finally {
    await Promise.all([web.close(), bank.close()])
    await Promise.all([database.drop(), alone.drop()])
  }
}

/** Accounts with so many events that a page of one is full. */
async function openAccounts(web: WebServer): Promise<string[]> {
  const commands = Array.from({ length: ACCOUNTS }, () => ({
    type: 'CreateAccount',
    commandId: v7(),
    owner: 'Jana Nováková',
    currency: 'EUR',
  }))
  await web.ask('POST', '/api/commands', commands)
  const ids = commands.map(({ commandId }) => accountIdFor(commandId))
  for (let event = 1; event < EVENTS; event++) {
    const deposits = ids.map(accountId => ({
      type: 'Deposit',
      commandId: v7(),
      accountId,
      amount: '1.00',
    }))
    await web.ask('POST', '/api/commands', deposits)
  }
  return ids
}
