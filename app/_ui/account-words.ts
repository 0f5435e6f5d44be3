const FIELDS: ReadonlyMap<string, string> = new Map([
  ['status', 'Status'],
  ['owner', 'Owner'],
  ['currency', 'Currency'],
  ['reference', 'Reference'],
  ['customerId', 'Customer'],
  ['balance', 'Balance'],
])

/** The label of an account's field; by default its stored name. */
export function fieldName(field: string): string {
  return FIELDS.get(field) ?? field
}

const STATUSES: ReadonlyMap<string, string> = new Map([['open', 'Open']])

/** The word for an account's status; by default its stored form. */
export function statusWord(status: string): string {
  return STATUSES.get(status) ?? status
}
