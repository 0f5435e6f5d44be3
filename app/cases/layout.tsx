import type { ReactNode } from 'react'
import { Frame } from '@/app/_frame/frame'

export default function CasesLayout({ children }: { children: ReactNode }) {
  return <Frame place="cases">{children}</Frame>
}
