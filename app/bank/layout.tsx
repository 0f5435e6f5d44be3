import type { ReactNode } from 'react'
import { Frame } from '@/app/_frame/frame'
import { may } from '@/app/_server/people/rights'
import { requireViewer } from '@/app/_server/people/session'
import { BankNav } from './bank-nav'

/** The frame of the whole bank's pages: the header, and the navigation for staff. */
export default async function BankLayout({ children }: { children: ReactNode }) {
  const isOfStaff = may(await requireViewer(), 'readBank')
  return (
    <Frame place="bank">
      {isOfStaff && <BankNav />}
      {children}
    </Frame>
  )
}
