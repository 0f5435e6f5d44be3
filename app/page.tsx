import { redirect } from 'next/navigation'

/** The accounts are the home page. */
export default function HomePage(): never {
  redirect('/accounts')
}
