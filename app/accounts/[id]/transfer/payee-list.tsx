import type { ReactNode } from 'react'
import type { PayeeChoices } from '@/app/_server/accounts/payees'
import { Amount } from '@/app/_ui/amount'
import { UserText } from '@/app/_ui/user-text'

type PayeeListProps = { choices: PayeeChoices; error: string | null }

/** Accounts that can be sent to with one press: each is a button that leads to the review. */
export function PayeeList({ choices: { own, payees }, error }: PayeeListProps) {
  if (own.length + payees.length === 0) return null
  return (
    <div className="mt-8 border-rule border-t pt-6">
      {error && (
        <p role="alert" className="mb-3 text-12 text-red-ink">
          {error}
        </p>
      )}
      <div className="flex flex-col gap-6">
        {own.length > 0 && (
          <Group title="Or to one of your accounts" id="own">
            {own.map(({ id, number, owner, balance, currency }) => (
              <Choice key={id} id={id} owner={owner} number={number}>
                <Amount value={balance} currency={currency} className="text-12 text-soft" />
              </Choice>
            ))}
          </Group>
        )}
        {payees.length > 0 && (
          <Group title="Or to somebody you paid before" id="payees">
            {payees.map(({ id, number, owner }) => (
              <Choice key={id} id={id} owner={owner} number={number} />
            ))}
          </Group>
        )}
      </div>
    </div>
  )
}

function Group({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={`transfer-${id}`}>
      <h2 id={`transfer-${id}`} className="mb-1 text-12 text-soft">
        {title}
      </h2>
      <ul className="border-rule border-t">{children}</ul>
    </section>
  )
}

type ChoiceProps = { id: string; owner: string; number: string; children?: ReactNode }

function Choice({ id, owner, number, children }: ChoiceProps) {
  return (
    <li className="border-rule border-b">
      <button
        type="submit"
        name="payee"
        value={id}
        className="transition-calm flex min-h-12 w-full items-center justify-between gap-4 px-1 py-2 text-left hover:bg-sunken"
      >
        <span className="min-w-0">
          <span className="block truncate font-medium">
            <UserText>{owner}</UserText>
          </span>
          <span className="block font-mono text-12 text-soft">{number}</span>
        </span>
        {children}
      </button>
    </li>
  )
}
