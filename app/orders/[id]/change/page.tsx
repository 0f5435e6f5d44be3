import type { Metadata } from 'next'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { bankCalendar } from '@/app/_server/payment-orders/calendar'
import { readShownOrder } from '@/app/_server/payment-orders/order-history'
import { mayOnOrder } from '@/app/_server/payment-orders/order-rights'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { TextLink } from '@/app/_ui/text-link'
import { UserText } from '@/app/_ui/user-text'
import { orderPath } from '@/app/_wire/stream-path'
import { NothingHere } from '@/app/nothing-here'
import { isChangeable } from '@/domain/payment-order/statuses'
import { ChangeForm } from './change-form'

export const metadata: Metadata = { title: 'Change a payment order' }

/** Changes an order for payments that are not due yet. */
export default async function ChangeOrderPage({ params }: PageProps<'/orders/[id]/change'>) {
  const [viewer, { id }, zone] = await Promise.all([requireViewer(), params, readerZone()])
  const shown = await readShownOrder(viewer, id, zone)
  if (!shown || shown === 'unborn') return <NothingHere />
  const { order, to, madeById } = shown
  const { mayOperate } = await mayOnOrder(viewer, order.accountId, madeById)
  const isDraft = order.status === 'draft'
  return (
    <main id="main" className="column py-8">
      <p className="text-12">
        <TextLink href={orderPath(order.orderId)}>Payment order</TextLink>
      </p>
      <h1 className="mt-1 font-semibold text-20">Change the payment order</h1>
      <p className="wrap-anywhere mt-1 text-soft">
        {'To '}
        <UserText>{to.owner}</UserText> <span className="font-mono text-12">{to.number}</span>
        {!isDraft && '. Payments that are due already stay as they are.'}
      </p>
      {mayOperate && isChangeable(order.status) ? (
        <ChangeForm
          order={order}
          commandId={newCommandId()}
          calendar={{ ...bankCalendar(order.timeZone), first: order.schedule.first }}
        />
      ) : (
        <p className="mt-6 text-soft">This order can’t be changed now.</p>
      )}
    </main>
  )
}
