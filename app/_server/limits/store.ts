import 'server-only'
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
} from 'rate-limiter-flexible'
import { bank } from '@/app/_server/process/bank'

/** The most points of a key; limits are compared by those who ask. */
const POINTS_MAX = 2_000_000_000

type Query = { readonly text: string; readonly values?: readonly unknown[] }

/** The driver of the library (`pg`), played by the bank's own. */
const client = {
  async query({ text, values = [] }: Query) {
    // The values are numbers and texts.
    const rows = await bank().db.$client.unsafe(text, values as (string | number)[], {
      prepare: true,
    })
    return { rows: rows.map(row => ({ ...row, expire: Number(row.expire) })), rowCount: rows.count }
  },
}

/**
 * Counts points under keys in the table `rate_limits`, which all instances share; in the memory of
 * this process while the database can't be reached. A key's points expire together.
 * @param keyPrefix begins every key
 * @param durationS how long points count, from the first of a key
 */
export function openCounts(keyPrefix: string, durationS: number): RateLimiterAbstract {
  const options = { keyPrefix, points: POINTS_MAX, duration: durationS }
  return new RateLimiterPostgres({
    ...options,
    storeClient: client,
    storeType: 'client',
    tableName: 'rate_limits',
    tableCreated: true,
    clearExpiredByTimeout: true,
    insuranceLimiter: new RateLimiterMemory(options),
  })
}
