import type { ReactNode } from 'react'
import { Frame } from '@/app/_frame/frame'

export default function AccessLayout({ children }: { children: ReactNode }) {
  return <Frame place="access">{children}</Frame>
}
