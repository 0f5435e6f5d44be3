import { EVERY } from '@/app/_orders/order-words'
import { Amount } from '@/app/_ui/amount'
import type { InsightsJson, PaymentsJson } from '@/app/_wire/bank'
import { axisOver, countText, minorOf } from './axis'
import { Bar } from './bar-link'
import { LINE, NAME, Note, Part, Table } from './part'

/** Payment orders: what is due, what regular ones move, and what came of their payments. */
export function Payments({ insights }: { insights: InsightsJson }) {
  const { payments, currency, from, to } = insights
  const { ahead, due, standing, outcomes } = payments
  return (
    <>
      <Part id="due" title={`Payments due, ${ahead.from} to ${ahead.to}, ${currency}`}>
        {due.length === 0 ? (
          <Note>No payments are due.</Note>
        ) : (
          <Due due={due} currency={currency} />
        )}
      </Part>
      <Part id="standing" title={`Regular orders, ${currency}`}>
        {standing.length === 0 ? (
          <Note>No orders pay regularly.</Note>
        ) : (
          <Standing standing={standing} currency={currency} />
        )}
      </Part>
      <Part id="outcomes" title={`Payments of orders, ${from} to ${to}, ${currency}`}>
        {outcomes.length === 0 ? (
          <Note>No payments of orders on these days.</Note>
        ) : (
          <Outcomes outcomes={outcomes} currency={currency} />
        )}
      </Part>
    </>
  )
}

function Due({ due, currency }: { due: PaymentsJson['due']; currency: string }) {
  const axis = axisOver(due.map(({ amount }) => minorOf(amount)))
  const open = due.reduce((sum, day) => sum + day.open, 0)
  return (
    <>
      <Table
        caption="Payments due by day"
        heads={['Day', 'Payments', `Fixed amounts, ${currency}`]}
      >
        {due.map(({ day, payments, amount }) => (
          <tr key={day} className={LINE}>
            <th scope="row" className={`${NAME} whitespace-nowrap`}>
              {day}
            </th>
            <td className="pl-4 text-right">{countText(payments)}</td>
            <td className="w-3/5 pl-4">
              <span className="flex items-center gap-3">
                <Bar value={minorOf(amount)} axis={axis} className="max-sm:hidden" />
                <Amount value={amount} className="ml-auto" />
              </span>
            </td>
          </tr>
        ))}
      </Table>
      {open > 0 && (
        <Note>{`${countText(open)} of them move what the balances then leave; they are not in the amounts.`}</Note>
      )}
    </>
  )
}

function Standing({
  standing,
  currency,
}: {
  standing: PaymentsJson['standing']
  currency: string
}) {
  const open = standing.reduce((sum, line) => sum + line.open, 0)
  return (
    <>
      <Table
        caption="Regular orders by how often they pay"
        heads={['Paid', 'Orders', `Per month on average, ${currency}`]}
      >
        {standing.map(({ every, orders, perMonth }) => (
          <Line key={every} name={EVERY[every]} count={orders} amount={perMonth} />
        ))}
      </Table>
      {open > 0 && (
        <Note>{`${countText(open)} of them have no fixed amount, and are not in the amounts.`}</Note>
      )}
    </>
  )
}

function Outcomes({
  outcomes,
  currency,
}: {
  outcomes: PaymentsJson['outcomes']
  currency: string
}) {
  return (
    <Table caption="What came of payments" heads={['Outcome', 'Payments', `Amount, ${currency}`]}>
      {outcomes.map(({ refused, payments, amount }) => (
        <Line
          key={refused}
          name={refused === null ? 'Paid' : `Refused: ${reasonWords(refused)}`}
          count={payments}
          amount={amount}
        />
      ))}
    </Table>
  )
}

function Line({ name, count, amount }: { name: string; count: number; amount: string }) {
  return (
    <tr className={LINE}>
      <th scope="row" className={NAME}>
        {name}
      </th>
      <td className="pl-4 text-right">{countText(count)}</td>
      <td className="pl-4 text-right">
        <Amount value={amount} />
      </td>
    </tr>
  )
}

/** The type of a refusal in words: `insufficient funds`. */
function reasonWords(type: string): string {
  return type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
}
