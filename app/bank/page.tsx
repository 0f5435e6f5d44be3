import { redirect } from 'next/navigation'

/** The bank's first view is its totals. */
export default function BankPage(): never {
  redirect('/bank/at')
}
