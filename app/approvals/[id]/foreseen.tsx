import { Amount } from '@/app/_ui/amount'
import { TextLink } from '@/app/_ui/text-link'
import { UserText } from '@/app/_ui/user-text'
import type { ForeseenJson } from '@/app/_wire/approvals'

/** What the request would do now: each account's balance before and after, or why it would fail. */
export function Foreseen({ foreseen }: { foreseen: ForeseenJson }) {
  if (foreseen.outcome === 'refused') {
    return (
      <p className="mt-6 border-rule border-y py-3">
        {'The account would refuse this now: '}
        <UserText>{foreseen.sentence}</UserText>
      </p>
    )
  }
  return (
    <table className="mt-6 w-full">
      <caption className="sr-only">Balances now and after it is approved</caption>
      <thead>
        <tr className="border-rule border-b text-12 text-faint [&>th]:py-2 [&>th]:font-normal">
          <th scope="col" className="text-left">
            Account
          </th>
          <th scope="col" className="text-right">
            Now
          </th>
          <th scope="col" className="text-right">
            After
          </th>
        </tr>
      </thead>
      <tbody>
        {foreseen.sides.map(({ account, change, balance }) => (
          <tr key={account.id} className="border-rule border-b align-top [&>*]:py-2">
            <th scope="row" className="wrap-anywhere min-w-0 text-left font-normal">
              <TextLink href={`/accounts/${account.id}`}>
                <UserText>{account.owner}</UserText>
              </TextLink>
              <span className="block font-mono text-12 text-soft">{account.number}</span>
            </th>
            <td className="pl-3 text-right text-soft max-sm:text-12">
              <Amount value={account.balance} />
            </td>
            <td className="pl-3 text-right">
              <Amount value={balance} currency={account.currency} className="font-medium" />
              <span className="block text-12 text-soft">
                <Amount value={change} signed />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
