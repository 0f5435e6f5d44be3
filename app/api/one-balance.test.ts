import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { entriesAround, explainBalance, lookBack } from '@/app/_server/past/look-back'
import { momentOf } from '@/app/_server/past/moment-text'
import { letPeopleIn, openTestBank, PEOPLE } from '@/app/_server/testing/bank'
import { lateHistories, pastDays, recordHistory } from '@/app/_server/testing/late-histories'
import type { Moment } from '@/app/_wire/types'
import { readAskedMoment } from '@/app/accounts/[id]/at/asked-moment'

const { teller } = PEOPLE
let close: () => Promise<void>

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(() => close())

async function balanceAt(id: string, moment: Moment): Promise<string | null> {
  const answer = await lookBack(teller, id, moment)
  return answer.found ? answer.account.balance : null
}

test('on any date the balance, the list and the explanation are one', async () => {
  await fc.assert(
    fc.asyncProperty(lateHistories, pastDays, fc.option(pastDays), async (steps, asOf, known) => {
      const { id } = await recordHistory(steps)
      const moment = known === null ? { asOf } : { asOf, knownAt: known }
      const balance = await balanceAt(id, moment)
      const around = await entriesAround(teller, id, moment)
      if (balance === null) return expect(around?.until ?? []).toEqual([])
      expect(around?.until[0]?.balance).toBe(balance)
      const told = await explainBalance(teller, id, moment, { order: 'effective', limit: 200 })
      if (!told.found) throw new Error('The date has a balance and no explanation')
      expect(told.account.balance).toBe(balance)
      expect(told.items.slice(0, around?.until.length)).toEqual(around?.until)
      for (const { event, late } of told.items) expect(late).toBe(event.late)
    }),
    { numRuns: 20 },
  )
})

test('the unchanged form of a version shows its balance again', async () => {
  await fc.assert(
    fc.asyncProperty(lateHistories, fc.nat(), async (steps, place) => {
      const { id, newest } = await recordHistory(steps)
      const version = 1 + (place % newest)
      const nothing = { date: '', time: '', zone: '', knownDate: '', knownTime: '' }
      const read = readAskedMoment(
        { ...nothing, version: String(version) },
        { isAsked: false, newest, now: new Date(), shown: '' },
      )
      if (!read?.ok) throw new Error('The form of a version must be read')
      const asked = momentOf(read.place.segment, undefined)
      if (!('moment' in asked)) throw new Error('The address must have a moment')
      const shown = await balanceAt(id, { version })
      expect(await balanceAt(id, asked.moment)).toBe(shown)
      expect(shown).not.toBeNull()
    }),
    { numRuns: 20 },
  )
})
