import { fork } from 'node:child_process'
import { once } from 'node:events'
import { expect, type Page } from '@playwright/test'
import { PASSWORD, PEOPLE, type Person } from './people'

type Deed = 'lose' | 'giveBack' | 'restore' | 'restart' | 'end'

/**
 * Starts a bank with these settings that one story has for itself, and what happens to it
 * (app/_run/drills/own-bank.mjs).
 */
export async function openOwnBank(settings: Readonly<Record<string, string>> = {}) {
  const child = fork('app/_run/drills/own-bank.mjs', [JSON.stringify(settings)])
  const answer = async (): Promise<string> => {
    const [told] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => Promise.reject(new Error('The bank’s program has ended.'))),
    ])
    return told.done
  }
  const baseUrl = await answer()
  return {
    baseUrl,
    async happen(deed: Deed): Promise<void> {
      const done = answer()
      child.send(deed)
      await done
    },
  }
}

export async function signInAt(page: Page, baseUrl: string, person: Person): Promise<void> {
  await page.goto(`${baseUrl}/sign-in`)
  await page.getByLabel('E-mail').fill(PEOPLE[person])
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).not.toHaveURL(/sign-in/)
}
