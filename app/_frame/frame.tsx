import type { ReactNode } from 'react'
import { requireViewer } from '@/app/_server/people/session'
import { chosenTheme } from '@/app/_time/reader'
import { SkipLink } from '@/app/_ui/skip-link'
import { Header } from './header'

/** The header around every page of a signed-in person. Each page also authenticates by itself. */
export async function Frame({ children }: { children: ReactNode }) {
  const [viewer, theme] = await Promise.all([requireViewer(), chosenTheme()])
  return (
    <>
      <SkipLink />
      <Header viewer={viewer} theme={theme} />
      {children}
    </>
  )
}
