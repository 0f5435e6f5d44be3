import type { ReactNode } from 'react'
import { LiveFrame } from '@/app/_frame/live-frame'

export default function AccountsLayout({ children }: { children: ReactNode }) {
  return <LiveFrame place="accounts">{children}</LiveFrame>
}
