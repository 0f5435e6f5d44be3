import { eq } from 'drizzle-orm'
import { placesText } from '@/domain/money/money'
import { defineUnits, type OwnUnit } from '@/domain/money/own-units'
import { parseUnits } from '@/domain/money/units-setting'
import type { Sql, Transaction } from './connection'
import { drizzleOn } from './query'
import { accounts, knownUnits } from './schema'

/**
 * Defines the bank's own units in this process, from the environment. Every process does so before
 * it decodes an event.
 * @throws Error with a sentence for the person who wrote the setting
 */
export function configureUnits(setting = process.env.DAYBOOK_UNITS ?? ''): readonly OwnUnit[] {
  const parsed = parseUnits(setting)
  if (!parsed.ok) throw new Error(`DAYBOOK_UNITS can’t be used. ${parsed.sentence}`)
  defineUnits(parsed.units)
  return parsed.units
}

/**
 * Records the places of own units. Those of a unit that accounts have never change, because every
 * amount in the log was written with them. A unit that is configured no more stays recorded: a web
 * process that started before may still open an account in it.
 * @param sql a connection of the owner
 * @throws Error that says what to write into the setting
 */
export async function keepUnits(sql: Sql | Transaction, units: readonly OwnUnit[]): Promise<void> {
  const db = drizzleOn(sql)
  for (const known of await db.select().from(knownUnits).orderBy(knownUnits.code)) {
    const unit = units.find(({ code }) => code === known.code)
    if (unit?.places === known.places || !(await isUsed(sql, known.code))) continue
    throw new Error(
      `Accounts have amounts in ${known.code} with ${placesText(known.places)}, and ` +
        `DAYBOOK_UNITS ${unit ? `gives it ${unit.places}` : 'doesn’t have it'}. ` +
        `Write ${known.code}:${known.places} and its symbol.`,
    )
  }
  for (const { code, places } of units) {
    await db
      .insert(knownUnits)
      .values({ code, places })
      .onConflictDoUpdate({ target: knownUnits.code, set: { places } })
  }
}

async function isUsed(sql: Sql | Transaction, code: string): Promise<boolean> {
  const [account] = await drizzleOn(sql)
    .select({ id: accounts.aggregateId })
    .from(accounts)
    .where(eq(accounts.currency, code))
    .limit(1)
  return account !== undefined
}
