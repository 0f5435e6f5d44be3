import type { ReactNode } from 'react'
import { LiveData } from '@/app/_queries/live-data'
import { requireViewer } from '@/app/_server/people/session'
import { chosenTheme } from '@/app/_time/reader'
import { Header } from '@/app/_ui/header'
import { SkipLink } from '@/app/_ui/skip-link'

/** What every page of the bank has around it. Each page asks for itself who is reading. */
export default async function AccountsLayout({ children }: { children: ReactNode }) {
  const [viewer, theme] = await Promise.all([requireViewer(), chosenTheme()])
  return (
    <LiveData>
      <SkipLink />
      <Header viewer={viewer} theme={theme} />
      {children}
    </LiveData>
  )
}
