import type { ReactNode } from 'react'
import { LiveData } from '@/app/_queries/live-data'
import { requireViewer } from '@/app/_server/session'
import { chosenTheme } from '@/app/_time/reader'
import { Header } from '@/app/_ui/header'

/** What every page of the bank has around it. Each page asks for itself who is reading. */
export default async function AccountsLayout({ children }: { children: ReactNode }) {
  const [viewer, theme] = await Promise.all([requireViewer(), chosenTheme()])
  return (
    <LiveData>
      <a
        href="#main"
        className="sr-only rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50"
      >
        Skip to the content
      </a>
      <Header viewer={viewer} theme={theme} />
      {children}
    </LiveData>
  )
}
