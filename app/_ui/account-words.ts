const FIELDS: Readonly<Record<string, string>> = {
  status: 'Status',
  owner: 'Owner',
  currency: 'Currency',
  reference: 'Reference',
  customerId: 'Customer',
  balance: 'Balance',
}

/** What people call a field of an account; one that has no name is called as it is stored. */
export function fieldName(field: string): string {
  return FIELDS[field] ?? field
}

const STATUSES: Readonly<Record<string, string>> = { open: 'Open' }

/** What an account's status is, in a word; one that has none is told as it is stored. */
export function statusWord(status: string): string {
  return STATUSES[status] ?? status
}
