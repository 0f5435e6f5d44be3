import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { bank } from '@/app/_server/process/bank'
import { outsideRequests } from '@/app/_server/process/deadlines'
import { logFailure } from '@/app/_server/process/log'
import { enabledDemoPeople } from '@/db/directory/disable-demo'

/** How long the answer is kept, since every page asks; and how long a page waits for it. */
const FRESH_MS = 5_000
const PATIENCE_MS = 300

type Known = { readonly until: number; readonly answer: Promise<boolean>; last: boolean }

declare global {
  var daybookDemoNotice: Known | undefined
}

/**
 * Whether people with a public password can sign in, as of the last seconds. No page fails or waits
 * long for it: while the database doesn't answer, the last answer counts.
 */
export function hasDemoPeople(): Promise<boolean> {
  const known = globalThis.daybookDemoNotice
  const { answer, last } = known && known.until > performance.now() ? known : ask(known?.last)
  return Promise.race([answer, sleep(PATIENCE_MS, last, { ref: false })])
}

function ask(last = false): Known {
  const answer = outsideRequests(() => enabledDemoPeople(bank().db)).then(
    people => {
      known.last = people.length > 0
      return known.last
    },
    (error: unknown) => {
      logFailure('Looking for the people of the demo bank failed', error)
      return last
    },
  )
  const known: Known = { until: performance.now() + FRESH_MS, answer, last }
  globalThis.daybookDemoNotice = known
  return known
}
