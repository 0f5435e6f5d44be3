import { CommandHandler, type Event } from '@event-driven-io/emmett'
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql'

type Deposited = Event<'MoneyDeposited', { amount: string; balance: string; currency: string }>

/** The maximum number of attempts of a deposit that loses races. */
const ATTEMPTS_MAX = 1000

/** The same deposit by TypeScript's leading event store, as in its documentation. */
export async function openEmmett(url: string) {
  const store = getPostgreSQLEventStore(connectionString(url))
  await store.schema.migrate()
  const handle = CommandHandler<{ balance: bigint }, Deposited>({
    evolve: (state, { data }) => ({ balance: state.balance + BigInt(data.amount) }),
    initialState: () => ({ balance: 0n }),
  })
  return {
    async deposit(accountId: string): Promise<void> {
      for (let attempt = 1; ; attempt++) {
        try {
          await handle(store, `account-${accountId}`, ({ balance }) => ({
            type: 'MoneyDeposited',
            data: { amount: '100', balance: String(balance + 100n), currency: 'EUR' },
          }))
          return
        } catch (error) {
          if (attempt === ATTEMPTS_MAX) throw error
        }
      }
    },
    close: () => store.close(),
  }
}

/** Its driver requires a host in the URL, and takes the socket folder from the query. */
function connectionString(url: string): string {
  const { pathname, searchParams, host, username, password } = new URL(url)
  const who = `${searchParams.get('user') ?? username}:${searchParams.get('password') ?? password}`
  const socket = searchParams.get('host')
  if (!socket) return `postgresql://${who}@${host}${pathname}`
  return `postgresql://${who}@localhost${pathname}?host=${encodeURIComponent(socket)}`
}
