import type { ApprovalJson, ApprovalStatus } from '@/app/_wire/approvals'

type Kind = ApprovalJson['kind']

/** What is asked, in words. */
export function kindWord(kind: Kind): string {
  return { Deposit: 'Late deposit', Withdraw: 'Late withdrawal', ReverseEntry: 'Reversal' }[kind]
}

const STATUSES: Readonly<Record<ApprovalStatus, string>> = {
  requested: 'Waiting for approval',
  approved: 'Approved, not carried out yet',
  rejected: 'Rejected',
  withdrawn: 'Withdrawn',
  'carried-out': 'Approved and carried out',
  failed: 'Approved, but refused by the account',
}

export function statusWord(status: ApprovalStatus): string {
  return STATUSES[status]
}
