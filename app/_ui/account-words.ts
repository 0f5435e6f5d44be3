const FIELDS: ReadonlyMap<string, string> = new Map([
  ['status', 'Status'],
  ['owner', 'Owner'],
  ['currency', 'Currency'],
  ['reference', 'Reference'],
  ['customerId', 'Customer'],
  ['secondCustomer', 'Second customer'],
  ['balance', 'Balance'],
  ['available', 'Available'],
  ['held', 'Held'],
  ['overdraftLimit', 'Overdraft limit'],
  ['perMovement', 'Limit per movement'],
  ['perDay', 'Limit per day'],
  ['leftToday', 'Left that day'],
  ['freeze', 'Freeze'],
])

/** The label of an account's field; by default its stored name. */
export function fieldName(field: string): string {
  return FIELDS.get(field) ?? field
}

const STATUSES: ReadonlyMap<string, string> = new Map([
  ['none', 'Not open yet'],
  ['open', 'Open'],
  ['frozen', 'Frozen'],
  ['closed', 'Closed'],
])

/** The word for an account's status; by default its stored form. */
export function statusWord(status: string): string {
  return STATUSES.get(status) ?? status
}
