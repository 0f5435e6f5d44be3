import type { ReactNode } from 'react'
import { LiveFrame } from '@/app/_frame/live-frame'

export default function AuditLayout({ children }: { children: ReactNode }) {
  return <LiveFrame place="audit">{children}</LiveFrame>
}
