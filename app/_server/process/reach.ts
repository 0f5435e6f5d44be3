import 'server-only'

type Reach = {
  /** Why the database can't be read, for the reader; null while it can. */
  trouble: string | null
  readonly hearers: Set<(trouble: string | null) => void>
}

declare global {
  var daybookReach: Reach | undefined
}

/** Shared by all copies that Next.js makes of this module. */
function reach(): Reach {
  globalThis.daybookReach ??= { trouble: null, hearers: new Set() }
  return globalThis.daybookReach
}

/** Why the database can't be read now, in a sentence; null if nothing is known to be wrong. */
export function readingTrouble(): string | null {
  return reach().trouble
}

/** Calls `hear` when reading begins to fail, and with null when it works again. */
export function onReadingTrouble(hear: (trouble: string | null) => void): () => void {
  const { hearers } = reach()
  hearers.add(hear)
  return () => hearers.delete(hear)
}

/** What the newest look at the database met; null: it answered. */
export function noteReading(trouble: string | null): void {
  const now = reach()
  if (now.trouble === trouble) return
  now.trouble = trouble
  for (const hear of now.hearers) hear(trouble)
}
