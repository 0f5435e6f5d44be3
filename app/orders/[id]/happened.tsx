import Link from 'next/link'
import type { ReactNode } from 'react'
import { Amount } from '@/app/_ui/amount'
import { eventWord } from '@/app/_ui/event-words'
import { TextLink } from '@/app/_ui/text-link'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { OrderHappeningJson, OrderPartyJson } from '@/app/_wire/payment-orders'
import { orderPath } from '@/app/_wire/stream-path'

type HappenedProps = {
  orderId: string
  currency: string
  happened: readonly OrderHappeningJson[]
  from: OrderPartyJson
  to: OrderPartyJson
  zone: string
}

/** What happened to an order, the newest first; each payment with both its entries. */
export function Happened({ orderId, happened, ...of }: HappenedProps) {
  return (
    <ol className="border-rule border-t">
      {happened.map(one => (
        <Happening key={one.version} orderId={orderId} one={one} {...of} />
      ))}
    </ol>
  )
}

type HappeningProps = Omit<HappenedProps, 'happened'> & { one: OrderHappeningJson }

function Happening({ orderId, one, currency, from, to, zone }: HappeningProps) {
  const { version, type, at, by, date, attempt, amount, late, entries, told, retryAt } = one
  const tried = attempt !== null && attempt > 1 ? `, attempt ${attempt}` : ''
  return (
    <li className="border-rule border-b py-2.5">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">
          {eventWord(type)}
          {date !== null && (
            <span className="font-normal text-soft">
              {' · for '}
              <time dateTime={date}>{date}</time>
              {tried}
            </span>
          )}
          {late && <Tag>late</Tag>}
        </span>
        {amount !== null && <Amount value={amount} currency={currency} />}
      </p>
      {told !== null && (
        <p className="wrap-anywhere">
          <UserText>{told}</UserText>
        </p>
      )}
      {type === 'PaymentFailed' && (
        <p className="text-12 text-soft">
          {retryAt === null ? (
            'Not tried again.'
          ) : (
            <>
              {'Tried again from '}
              <Time instant={retryAt} zone={zone} />
            </>
          )}
        </p>
      )}
      <p className="flex flex-wrap items-baseline gap-x-4 text-12 text-soft">
        <span>
          <Time instant={at} zone={zone} />
          {', by '}
          <UserText>{by}</UserText>
        </span>
        {entries && <Entry party={from} version={entries.from} word="Entry paid" />}
        {entries && <Entry party={to} version={entries.to} word="Entry received" />}
        <Link
          prefetch={false}
          href={`${orderPath(orderId)}?version=${version}`}
          className="target-inline inline-flex items-center underline decoration-rule-strong underline-offset-2 hover:text-ink"
        >
          {`After event ${version}`}
        </Link>
      </p>
    </li>
  )
}

function Tag({ children }: { children: ReactNode }) {
  return (
    <span className="ml-2 rounded-sm border border-rule-strong px-1 font-normal text-12 text-soft">
      {children}
    </span>
  )
}

type EntryProps = { party: OrderPartyJson; version: number; word: string }

/** The entry of a payment on one account, for those who may read it. */
function Entry({ party: { accountId, isReadable }, version, word }: EntryProps) {
  if (!isReadable) return null
  return <TextLink href={`/accounts/${accountId}/events/${version}`}>{word}</TextLink>
}
