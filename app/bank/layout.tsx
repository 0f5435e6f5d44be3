import type { ReactNode } from 'react'
import { Frame } from '@/app/_frame/frame'
import { requireViewer } from '@/app/_server/people/session'
import { isStaff } from '@/app/_server/people/staff'
import { BankNav } from './bank-nav'

/** The frame of the whole bank's pages: the header, and the navigation for staff. */
export default async function BankLayout({ children }: { children: ReactNode }) {
  const isOfStaff = isStaff(await requireViewer())
  return (
    <Frame>
      {isOfStaff && <BankNav />}
      {children}
    </Frame>
  )
}
