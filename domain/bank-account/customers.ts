import type { Account } from './bank-account'
import type { AssignCustomer, AssignSecondCustomer, RenameAccount, SetReference } from './commands'
import {
  type AccountDecision,
  accept,
  isRefusal,
  ownerOf,
  REFERENCE,
  refuse,
  textOf,
} from './rules'

const SAME = refuse({ type: 'NothingToChange', field: null })

export function decideName(command: RenameAccount, account: Account): AccountDecision {
  const owner = ownerOf(command.owner)
  if (typeof owner !== 'string') return refuse(owner)
  return owner === account.owner ? SAME : accept({ type: 'AccountRenamed', owner })
}

export function decideReference(command: SetReference, account: Account): AccountDecision {
  const read = textOf(REFERENCE, command.reference)
  if (isRefusal(read)) return refuse(read)
  const { text: reference } = read
  return reference === account.reference ? SAME : accept({ type: 'ReferenceSet', reference })
}

export function decideCustomer(
  { customerId }: AssignCustomer,
  { customerId: before, secondCustomer }: Account,
): AccountDecision {
  if (customerId === before) return SAME
  if (customerId === secondCustomer?.customerId) {
    return refuse({ type: 'SameCustomer', field: 'customer' })
  }
  return accept({ type: 'CustomerAssigned', customerId })
}

export function decideSecondCustomer(
  { second }: AssignSecondCustomer,
  { customerId, secondCustomer: before }: Account,
): AccountDecision {
  if (second !== null && second.customerId === customerId) {
    return refuse({ type: 'SameCustomer', field: 'customer' })
  }
  if (second?.customerId === before?.customerId && second?.rights === before?.rights) return SAME
  return accept({ type: 'SecondCustomerAssigned', second })
}
