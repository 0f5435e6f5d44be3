import type { ReactNode } from 'react'
import { CopyButton } from '@/app/_ui/copy-button'
import { StatusText } from '@/app/_ui/status-text'
import { Time } from '@/app/_ui/time'
import type { AccountJson } from '@/app/_wire/types'

/** Whose account it is, and the names it goes by: what never changes about it. */
export function AccountIdentity({ account, zone }: { account: AccountJson; zone: string }) {
  const { id, number, reference, owner, status, openedAt } = account
  return (
    <header>
      <h1 className="break-words font-semibold text-20">{owner}</h1>
      <dl className="mt-2 flex flex-wrap gap-x-8 gap-y-2 text-12">
        <Fact name="Number">
          <span className="font-mono">{number}</span>
          <CopyButton text={number.replaceAll(' ', '')} what="account number" />
        </Fact>
        {reference !== null && (
          <Fact name="Reference">
            <span className="break-all">{reference}</span>
            <CopyButton text={reference} what="reference" />
          </Fact>
        )}
        <Fact name="Account id">
          <span className="font-mono">{`${id.slice(0, 8)}…${id.slice(-4)}`}</span>
          <CopyButton text={id} what="account id" />
        </Fact>
        <Fact name="Status">
          <StatusText status={status} />
          <span className="text-soft">since</span>
          <Time instant={openedAt} zone={zone} />
        </Fact>
      </dl>
    </header>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-faint">{name}</dt>
      <dd className="flex items-center gap-1">{children}</dd>
    </div>
  )
}
