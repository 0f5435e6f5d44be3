import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { signIn } from '../../checks/teller.mjs'

const PAUSE_MS = 20
const RETRY_MS = 50
const ANSWER_LIMIT_MS = 15_000
const ATTEMPTS_MAX = 400

/**
 * Writers that each deposit into an account of their own, one command after the other, at one of the
 * instances in turn, as through a proxy that asks for their health. A command without an answer, or
 * with one that says “send it again” (429, 502, 503, 504), is sent again with the same id.
 * @param {{ instances: { baseUrl: string, isReady(): boolean }[], writers: number }} options
 */
export async function openLoad({ instances, writers }) {
  const [first] = instances
  const send = await signIn(first.baseUrl)
  const figures = { answered: 0, sentAgain: 0, wrong: [], lost: 0, pauseMs: 0 }
  const accounts = await Promise.all(Array.from({ length: writers }, () => openAccount(send)))
  let turn = 0
  let isOver = false

  function next() {
    const ready = instances.filter(instance => instance.isReady())
    turn += 1
    return (ready.length > 0 ? ready : instances)[turn % Math.max(ready.length, 1)]
  }

  async function write(account) {
    let answeredAt = performance.now()
    while (!isOver) {
      const body = {
        commandId: randomUUID(),
        type: 'Deposit',
        accountId: account.id,
        amount: '1.00',
      }
      const answer = await untilAnswered(body)
      figures.pauseMs = Math.max(figures.pauseMs, performance.now() - answeredAt)
      answeredAt = performance.now()
      if (answer === null) figures.lost += 1
      else if (answer.status === 200) {
        account.deposits += 1
        figures.answered += 1
      } else figures.wrong.push(`${answer.status} ${await answer.text()}`.slice(0, 200))
      await sleep(PAUSE_MS)
    }
  }

  async function untilAnswered(body) {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      const answer = await post(next().baseUrl, body)
      if (answer !== null) return answer
      figures.sentAgain += 1
      await sleep(RETRY_MS)
    }
    return null
  }

  /** Null if the command must be sent again. */
  async function post(baseUrl, body) {
    try {
      const answer = await send('POST', '/api/commands', body, {
        at: baseUrl,
        limitMs: ANSWER_LIMIT_MS,
      })
      if (![429, 502, 503, 504].includes(answer.status)) return answer
      await answer.arrayBuffer()
      return null
    } catch {
      return null
    }
  }

  const works = accounts.map(write)
  return {
    figures,
    /** Waits for so many more answers. */
    async progress(count) {
      const wanted = figures.answered + count
      const limit = performance.now() + 120_000
      while (figures.answered < wanted) {
        if (performance.now() > limit) throw new Error('The load does not get on.')
        await sleep(RETRY_MS)
      }
    },
    async stop() {
      isOver = true
      await Promise.all(works)
    },
    /** The accounts whose balance isn't the sum of the answered deposits. */
    async differing() {
      const found = await Promise.all(
        accounts.map(async ({ id, deposits }) => {
          const path = `/api/accounts/${id}`
          const { balance } = await (
            await send('GET', path, undefined, { at: next().baseUrl })
          ).json()
          return balance === `${deposits}.00` ? null : `${id}: ${balance} for ${deposits} deposits`
        }),
      )
      return found.filter(one => one !== null)
    },
  }
}

async function openAccount(send) {
  const body = {
    commandId: randomUUID(),
    type: 'CreateAccount',
    owner: 'Upgraded',
    currency: 'EUR',
  }
  const { accountId } = await (await send('POST', '/api/commands', body)).json()
  return { id: accountId, deposits: 0 }
}
