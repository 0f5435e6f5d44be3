import type { ReactNode } from 'react'
import { Frame } from '@/app/_frame/frame'
import { requireViewer } from '@/app/_server/people/session'
import { isStaff } from '@/app/_server/people/staff'
import { BankNav } from './bank-nav'

/** Around the pages of the whole bank: the header, and for its staff the way between them. */
export default async function BankLayout({ children }: { children: ReactNode }) {
  const isOfStaff = isStaff(await requireViewer())
  return (
    <Frame>
      {isOfStaff && <BankNav />}
      {children}
    </Frame>
  )
}
