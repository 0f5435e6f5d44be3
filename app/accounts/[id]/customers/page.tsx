import type { Metadata } from 'next'
import { customersOf } from '@/app/_server/accounts/customers'
import { newCommandId } from '@/app/_server/commands/command-ids'
import type { Customer } from '@/app/_server/people/customers'
import { rightsWord } from '@/app/_ui/event-words'
import { UserText } from '@/app/_ui/user-text'
import { NothingHere } from '@/app/nothing-here'
import { Part } from '../part'
import { titleOf } from '../read-account'
import { readForStaff } from '../read-staff'
import { ReadOnly, StaffFrame } from '../staff-frame'
import { CustomerForm, NameForm, ReferenceForm, SecondCustomerForm } from './customer-forms'

export async function generateMetadata({
  params,
}: PageProps<'/accounts/[id]/customers'>): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'customers') }
}

/** The name and reference of an account, and the customers who may use it. */
export default async function CustomersPage({ params }: PageProps<'/accounts/[id]/customers'>) {
  const { id } = await params
  const view = await readForStaff(id, 'changeHolders')
  const customers = view && (await customersOf(view.viewer, id))
  if (!customers) return <NothingHere />
  const { account } = view
  const { first, second } = customers
  const mayChange = view.mayChange && account.status !== 'closed'
  const of = () => ({ accountId: id, commandId: newCommandId() })
  return (
    <StaffFrame view={view} title="Customers" part="customers">
      <Part id="customer-title" title="Customer">
        <p className="mb-3 break-words text-soft">
          {first ? <Person of={first} /> : 'No customer can use this account.'}
        </p>
        {mayChange && <CustomerForm {...of()} email={first?.email ?? ''} />}
      </Part>
      <Part id="second-title" title="Second customer">
        <p className="mb-3 break-words text-soft">
          {second ? <Person of={second} /> : 'None.'}
          {second && `, ${rightsWord(second.rights)}`}
        </p>
        {mayChange && (
          <SecondCustomerForm
            {...of()}
            email={second?.email ?? ''}
            rights={second?.rights ?? 'read'}
          />
        )}
      </Part>
      <Part id="name-title" title="Name">
        {mayChange ? (
          <NameForm {...of()} owner={account.owner} />
        ) : (
          <p>
            <UserText>{account.owner}</UserText>
          </p>
        )}
      </Part>
      <Part id="reference-title" title="Reference">
        {mayChange ? (
          <ReferenceForm {...of()} reference={account.reference ?? ''} />
        ) : (
          <p>{account.reference === null ? 'None' : <UserText>{account.reference}</UserText>}</p>
        )}
      </Part>
      {!mayChange && <ReadOnly view={view} />}
    </StaffFrame>
  )
}

function Person({ of: { name, email } }: { of: Customer }) {
  return (
    <>
      <UserText className="font-medium text-ink">{name}</UserText>
      {email && `, ${email}`}
    </>
  )
}
