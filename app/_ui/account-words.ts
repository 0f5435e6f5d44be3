const FIELDS: ReadonlyMap<string, string> = new Map([
  ['status', 'Status'],
  ['owner', 'Owner'],
  ['currency', 'Currency'],
  ['reference', 'Reference'],
  ['customerId', 'Customer'],
  ['balance', 'Balance'],
])

/** What people call a field of an account; one that has no name is called as it is stored. */
export function fieldName(field: string): string {
  return FIELDS.get(field) ?? field
}

const STATUSES: ReadonlyMap<string, string> = new Map([['open', 'Open']])

/** What an account's status is, in a word; one that has none is told as it is stored. */
export function statusWord(status: string): string {
  return STATUSES.get(status) ?? status
}
