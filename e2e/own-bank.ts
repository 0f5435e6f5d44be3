import { fork } from 'node:child_process'
import { once } from 'node:events'

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
