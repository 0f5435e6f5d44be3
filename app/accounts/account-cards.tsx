import Link from 'next/link'
import type { AccountCard } from '@/app/_server/accounts/cards'
import { isCredit, timelineLineOf } from '@/app/_timeline/timeline-line'
import { Amount } from '@/app/_ui/amount'
import { StatusMark } from '@/app/_ui/status-mark'
import { Day } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import { eventPath } from '@/app/_wire/stream-path'
import type { EventJson } from '@/app/_wire/types'
import { MonthChart } from './month-chart'
import { CardNickname } from './nickname'

type AccountCardsProps = { cards: readonly AccountCard[]; zone: string }

/** A customer's accounts, a card for each. */
export function AccountCards({ cards, zone }: AccountCardsProps) {
  return (
    <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {cards.map(card => (
        <Card key={card.account.id} card={card} zone={zone} />
      ))}
    </ul>
  )
}

function Card({ card, zone }: { card: AccountCard; zone: string }) {
  const { account, nickname, movements, month } = card
  const { id, owner, number, balance, available, currency, status } = account
  return (
    <li className="flex min-w-0 flex-col gap-4 rounded-lg border border-rule bg-raised p-4">
      <div className="transition-calm relative -m-2 rounded-md p-2 hover:bg-sunken">
        <h2 className="flex min-w-0 items-baseline gap-2 font-medium text-16">
          <Link
            prefetch={false}
            href={`/accounts/${id}`}
            className="min-w-0 truncate after:absolute after:inset-0"
          >
            <UserText>{nickname ?? owner}</UserText>
          </Link>
          <StatusMark status={status} />
        </h2>
        <p className="truncate text-12 text-soft">
          <span className="font-mono">{number}</span>
          {nickname !== null && <bdi>{` · ${owner}`}</bdi>}
        </p>
        <p className="mt-3 font-medium text-20">
          <Amount value={balance} currency={currency} />
        </p>
        <p className="text-12 text-soft">
          <Amount value={available} currency={currency} /> available
        </p>
      </div>
      {status !== 'closed' && <MonthChart month={month} currency={currency} />}
      <Movements movements={movements} zone={zone} />
      <div className="mt-auto">
        <CardNickname accountId={id} nickname={nickname} />
      </div>
    </li>
  )
}

function Movements({ movements, zone }: { movements: readonly EventJson[]; zone: string }) {
  if (movements.length === 0) return <p className="text-12 text-soft">No movements yet.</p>
  return (
    <ul aria-label="Last movements" className="border-rule border-t">
      {movements.map(event => (
        <Movement key={event.eventId} event={event} zone={zone} />
      ))}
    </ul>
  )
}

function Movement({ event, zone }: { event: EventJson; zone: string }) {
  const line = timelineLineOf(event)
  const { stream, version, title, rest, at, on, delta } = line
  return (
    <li className="transition-calm relative border-rule border-b py-2 hover:bg-sunken">
      <span className="flex items-baseline justify-between gap-3">
        <Link
          prefetch={false}
          href={eventPath(stream, version ?? 0)}
          className="cut min-w-0 font-medium after:absolute after:inset-0"
        >
          <UserText>{title}</UserText>
        </Link>
        {delta !== null && (
          <Amount value={delta} signed className={isCredit(line) ? 'text-credit' : ''} />
        )}
      </span>
      <span className="flex justify-between gap-3 text-12 text-soft">
        <UserText className="cut min-w-0">{rest.join(' · ')}</UserText>
        {at !== null && <Day instant={at} zone={zone} on={on} />}
      </span>
    </li>
  )
}
