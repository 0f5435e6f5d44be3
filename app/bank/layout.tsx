import type { ReactNode } from 'react'
import { requireViewer } from '@/app/_server/people/session'
import { chosenTheme } from '@/app/_time/reader'
import { Header } from '@/app/_ui/header'
import { SkipLink } from '@/app/_ui/skip-link'
import { BankNav } from './bank-nav'

/** What every page of the bank as a whole has around it. Each page asks for itself who is reading. */
export default async function BankLayout({ children }: { children: ReactNode }) {
  const [viewer, theme] = await Promise.all([requireViewer(), chosenTheme()])
  return (
    <>
      <SkipLink />
      <Header viewer={viewer} theme={theme} />
      {viewer.role !== 'customer' && <BankNav />}
      {children}
    </>
  )
}
