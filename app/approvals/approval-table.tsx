import Link from 'next/link'
import { Amount } from '@/app/_ui/amount'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { ApprovalLineJson } from '@/app/_wire/approvals'
import { approvalPath } from '@/app/_wire/stream-path'
import { kindWord, statusWord } from './approval-words'

type ApprovalTableProps = {
  caption: string
  lines: readonly ApprovalLineJson[]
  zone: string
}

/** Requests, one in a row; on narrow screens in three lines each. */
export function ApprovalTable({ caption, lines, zone }: ApprovalTableProps) {
  return (
    <table className="block w-full border-rule border-t sm:table sm:border-t-0">
      <caption className="sr-only">{caption}</caption>
      <thead className="sr-only sm:not-sr-only sm:table-header-group">
        <tr className="text-left text-12 text-faint [&>th]:border-rule [&>th]:border-b [&>th]:py-2 [&>th]:font-normal">
          <th scope="col">Request</th>
          <th scope="col">Account</th>
          <th scope="col">Requested by</th>
          <th scope="col">Status</th>
          <th scope="col" className="text-right">
            Amount
          </th>
        </tr>
      </thead>
      <tbody className="block sm:table-row-group">
        {lines.map(line => (
          <Row key={line.approvalId} line={line} zone={zone} />
        ))}
      </tbody>
    </table>
  )
}

const ROW = `transition-calm relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5
  border-rule border-b py-3 hover:bg-sunken sm:table-row sm:[&>*]:py-3`

function Row({ line, zone }: { line: ApprovalLineJson; zone: string }) {
  const { kind, owner, number, amount, currency, askedBy, askedAt, status, decidedBy } = line
  return (
    <tr className={ROW}>
      <th scope="row" className="text-left font-medium sm:pr-6">
        <Link
          prefetch={false}
          href={approvalPath(line.approvalId)}
          className="after:absolute after:inset-0"
        >
          {kindWord(kind)}
        </Link>
      </th>
      <td className="order-2 col-span-2 min-w-0 text-12 sm:pr-6 sm:text-14">
        <UserText>{owner}</UserText>{' '}
        <span className="font-mono text-12 text-soft sm:block">{number}</span>
      </td>
      <td className="order-3 col-span-2 text-12 text-soft sm:pr-6">
        <UserText>{askedBy.name}</UserText>
        {', '}
        <Time instant={askedAt} zone={zone} />
      </td>
      <td className="order-4 col-span-2 text-12 text-soft sm:pr-6">
        {statusWord(status)}
        {decidedBy !== null && (
          <>
            {', by '}
            <UserText>{decidedBy}</UserText>
          </>
        )}
      </td>
      <td className="order-1 text-right font-medium sm:order-none">
        <Amount value={amount} currency={currency} />
      </td>
    </tr>
  )
}
