import journal from './migrations/meta/_journal.json' with { type: 'json' }

/** The name of the last migration that this program has. */
export function lastMigration(): string {
  return journal.entries.at(-1)?.tag ?? ''
}

/** Whether this program has a migration. */
export function knowsMigration(tag: string): boolean {
  return journal.entries.some(entry => entry.tag === tag)
}
