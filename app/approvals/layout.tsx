import type { ReactNode } from 'react'
import { Frame } from '@/app/_frame/frame'

export default function ApprovalsLayout({ children }: { children: ReactNode }) {
  return <Frame place="approvals">{children}</Frame>
}
