import { BatchList } from '@/app/_orders/batch-list'
import { OrderTable } from '@/app/_orders/order-table'
import { listBatches } from '@/app/_server/payment-batches/batches'
import { readOrders } from '@/app/_server/payment-orders/order-lists'
import type { Viewer } from '@/app/_server/people/viewer'
import { TextLink } from '@/app/_ui/text-link'

/** The payment orders that wait for approval, the newest first; nothing without any. */
export async function WaitingOrders({ viewer }: { viewer: Viewer }) {
  const { lines, next } = await readOrders(viewer, { statuses: ['submitted'] })
  if (lines.length === 0) return null
  return (
    <section aria-labelledby="waiting-orders" className="mb-10">
      <h2 id="waiting-orders" className="mb-2 font-medium text-16">
        Payment orders waiting
      </h2>
      <OrderTable caption="Payment orders waiting for approval" lines={lines} />
      {next !== null && (
        <p className="py-4">
          <TextLink href="/orders?state=waiting">All waiting orders</TextLink>
        </p>
      )}
    </section>
  )
}

/** The batches of payments that wait for approval, the newest first; nothing without any. */
export async function WaitingBatches({ viewer }: { viewer: Viewer }) {
  const batches = (await listBatches(viewer, { status: 'submitted' })) ?? []
  if (batches.length === 0) return null
  return (
    <section aria-labelledby="waiting-batches" className="mb-10">
      <h2 id="waiting-batches" className="mb-2 font-medium text-16">
        Batches waiting
      </h2>
      <BatchList batches={batches} />
    </section>
  )
}
