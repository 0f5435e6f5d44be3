import { redirect } from 'next/navigation'

/** The bank as a whole begins with what it holds. */
export default function BankPage(): never {
  redirect('/bank/at')
}
