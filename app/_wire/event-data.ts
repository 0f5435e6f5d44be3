import type { EventJson } from './types'

/** What an event's data says beside its type; as its schema has it, since types differ. */
type Data = Pick<EventJson, 'data'>

/** The other account of a transfer, as it was then. */
export type OtherAccount = { accountId: string; number: string; owner: string }

/** The other side of the transfer that an event is a side of; null for other events. */
export function otherAccountOf({ data }: Data): OtherAccount | null {
  return (data.transfer as OtherAccount | undefined) ?? null
}

/** The version of the entry that an event reverses; null for other events. */
export function reversedIn({ data }: Data): number | null {
  return typeof data.reverses === 'number' ? data.reverses : null
}

/** The second customer whom an event assigns; null for none. */
export function secondIn({ data }: Data): { customerId: string; rights: string } | null {
  return (data.second as { customerId: string; rights: string } | null | undefined) ?? null
}

/** The user id of the customer whom an event assigns, or of the person it is about; null for none. */
export function customerIn(event: Data): string | null {
  const { customerId, personId } = event.data
  if (typeof personId === 'string') return personId
  return typeof customerId === 'string' ? customerId : (secondIn(event)?.customerId ?? null)
}
