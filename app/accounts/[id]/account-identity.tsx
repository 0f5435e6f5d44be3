'use client'

import type { ReactNode } from 'react'
import { CopyButton } from '@/app/_ui/copy-button'
import { StatusMark } from '@/app/_ui/status-mark'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { AccountJson } from '@/app/_wire/types'

/** The account's owner and identifiers, which never change. */
export function AccountIdentity({ account, zone }: { account: AccountJson; zone: string }) {
  const { id, number, reference, owner, status, openedAt, openedOn } = account
  return (
    <header>
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h1 className="min-w-0 break-words font-semibold text-20">
          <UserText>{owner}</UserText>
        </h1>
        <StatusMark status={status} />
      </div>
      <dl className="mt-2 grid gap-x-8 gap-y-1.5 text-12 sm:flex sm:flex-wrap">
        <Fact name="Number">
          <span className="font-mono">{number}</span>
          <CopyButton text={number.replaceAll(' ', '')} what="account number" />
        </Fact>
        {reference !== null && (
          <Fact name="Reference">
            <UserText className="break-all">{reference}</UserText>
            <CopyButton text={reference} what="reference" />
          </Fact>
        )}
        <Fact name="Account ID">
          <span className="font-mono">{`${id.slice(0, 8)}…${id.slice(-4)}`}</span>
          <CopyButton text={id} what="account ID" />
        </Fact>
        <Fact name="Opened">
          <Time instant={openedAt} on={openedOn} zone={zone} />
        </Fact>
      </dl>
    </header>
  )
}

/** On narrow screens the label is beside the fact, else above it. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[5rem_minmax(0,1fr)] sm:block">
      <dt className="text-faint">{name}</dt>
      <dd className="flex items-center gap-1">{children}</dd>
    </div>
  )
}
