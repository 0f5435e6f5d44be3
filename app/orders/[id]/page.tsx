import type { Metadata } from 'next'
import { ruleWords, standingWords, statusWord } from '@/app/_orders/order-words'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { askedQuery, type Query } from '@/app/_server/http/address'
import { readShownOrder, type ShownOrder } from '@/app/_server/payment-orders/order-history'
import { mayOnOrder } from '@/app/_server/payment-orders/order-rights'
import { requireViewer, type Viewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { Part } from '@/app/_ui/part'
import { TextLink } from '@/app/_ui/text-link'
import { UserText } from '@/app/_ui/user-text'
import { orderPath } from '@/app/_wire/stream-path'
import { NothingHere } from '@/app/nothing-here'
import { isChangeable } from '@/domain/payment-order/statuses'
import { NextDates } from '../next-dates'
import { askedMoment } from './asked-moment'
import { Happened } from './happened'
import { LastFailure } from './last-failure'
import { OrderMomentForm, OrderPastBar, type ShownMoment } from './moment-bar'
import { MoveForm } from './move-form'
import { movesOf } from './moves'
import { Terms } from './terms'

export const metadata: Metadata = { title: 'Payment order' }

/** One payment order: how it stands, what comes next, what happened, and what can be done. */
export default async function OrderPage({ params, searchParams }: PageProps<'/orders/[id]'>) {
  const [viewer, { id }, query, zone] = await Promise.all([
    requireViewer(),
    params,
    askedQuery(searchParams),
    readerZone(),
  ])
  const now = await readShownOrder(viewer, id, zone)
  if (!now || now === 'unborn') return <NothingHere />
  const asked = askedMoment(query, now.newest, zone)
  const past = asked && 'moment' in asked ? asked.moment : null
  const shown = past ? await readShownOrder(viewer, id, zone, past) : now
  const fault =
    shown === 'unborn'
      ? 'The order did not exist then.'
      : asked && 'sentence' in asked
        ? asked.sentence
        : null
  const there = shown === 'unborn' || shown === null ? now : shown
  const moment = there === now ? null : past
  return (
    <div {...(moment && { 'data-tone': 'past' })}>
      {moment && (
        <OrderPastBar orderId={now.order.orderId} moment={moment} newest={now.newest} zone={zone} />
      )}
      <Shown {...{ viewer, moment, zone, query, fault }} shown={there} />
    </div>
  )
}

type ShownProps = {
  viewer: Viewer
  shown: ShownOrder
  /** Null: now. */
  moment: ShownMoment | null
  zone: string
  query: Query
  fault: string | null
}

async function Shown({ viewer, shown, moment, zone, query, fault }: ShownProps) {
  const { order, from, to, happened, hasMore } = shown
  const { orderId, status, rule, currency, next, timeZone } = order
  const textIn = (name: string) => (typeof query[name] === 'string' ? query[name] : '')
  return (
    <main id="main" className="column py-8">
      <p className="text-12">
        <TextLink href="/orders">Payment orders</TextLink>
      </p>
      <h1 className="wrap-anywhere mt-1 text-16 text-soft">
        {'Payment order to '}
        <UserText>{to.owner}</UserText>
        {` · ${statusWord(status)}`}
      </h1>
      <p className="wrap-anywhere font-medium text-20 sm:text-32">{ruleWords(rule, currency)}</p>
      <p role="status" className="mt-2">
        {standingWords(order)}
      </p>
      <LastFailure order={order} happened={happened} zone={zone} />
      <div className="grid gap-x-12 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0">
          <Terms order={order} from={from} to={to} zone={zone} />
          {!moment && <Moves viewer={viewer} shown={shown} />}
        </div>
        {next.length > 0 && (
          <Part id="next" title="What comes next">
            <NextDates next={next} zone={timeZone} />
          </Part>
        )}
      </div>
      <Part id="happened" title="What happened">
        <Happened {...{ orderId, currency, happened, from, to, zone }} />
        {hasMore && <p className="py-2 text-12 text-faint">Older events are in the audit trail.</p>}
        <nav
          aria-label="History"
          data-chrome
          className="mt-4 flex flex-wrap items-end gap-x-6 gap-y-4"
        >
          <OrderMomentForm
            orderId={orderId}
            date={textIn('date')}
            time={textIn('time')}
            fault={fault}
            zone={zone}
          />
          <span className="flex flex-wrap gap-x-5 sm:ml-auto">
            <TextLink href={`/streams/${orderId}`}>Audit trail</TextLink>
            <TextLink href={`/streams/${orderId}/fold`}>Step by step</TextLink>
            <TextLink href={`/streams/${orderId}/compare`}>Compare</TextLink>
          </span>
        </nav>
      </Part>
    </main>
  )
}

async function Moves({ viewer, shown }: Pick<ShownProps, 'viewer' | 'shown'>) {
  const { order, madeById } = shown
  const rights = await mayOnOrder(viewer, order.accountId, madeById)
  const moves = movesOf(order.status, rights)
  const isOwn = order.status === 'submitted' && madeById === viewer.userId
  return (
    <>
      {isOwn && (
        <p className="mt-4 text-soft">You made this order, so somebody else must approve it.</p>
      )}
      {moves.length > 0 && (
        <MoveForm
          key={order.version}
          orderId={order.orderId}
          commandId={newCommandId()}
          moves={moves}
          changeHref={
            rights.mayOperate && isChangeable(order.status)
              ? `${orderPath(order.orderId)}/change`
              : null
          }
        />
      )}
    </>
  )
}
