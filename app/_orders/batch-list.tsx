import Link from 'next/link'
import { Amount } from '@/app/_ui/amount'
import { UserText } from '@/app/_ui/user-text'
import type { BatchLineJson } from '@/app/_wire/payment-batches'
import { batchPath, batchStatusWord, paymentsWord, progressWords } from './batch-words'

export function BatchList({ batches }: { batches: readonly BatchLineJson[] }) {
  return (
    <ul className="border-rule border-t">
      {batches.map(({ batchId, file, status, total, currency, payments, progress, madeBy }) => (
        <li
          key={batchId}
          className="relative flex flex-wrap items-baseline gap-x-6 gap-y-1 border-rule border-b py-3 hover:bg-sunken"
        >
          <span className="min-w-48 grow">
            <Link
              href={batchPath(batchId)}
              prefetch={false}
              className="wrap-anywhere font-medium after:absolute after:inset-0"
            >
              <UserText>{file.name}</UserText>
            </Link>
            <span className="block text-12 text-soft">
              {paymentsWord(payments)} · uploaded by <UserText>{madeBy}</UserText>
            </span>
          </span>
          <span className="text-12 text-soft">
            {status === 'running' || status === 'completed'
              ? `${batchStatusWord(status)} · ${progressWords(progress)}`
              : batchStatusWord(status)}
          </span>
          <Amount value={total} currency={currency} className="ml-auto font-medium" />
        </li>
      ))}
    </ul>
  )
}
