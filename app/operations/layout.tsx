import type { ReactNode } from 'react'
import { Frame } from '@/app/_frame/frame'

export default function OperationsLayout({ children }: { children: ReactNode }) {
  return <Frame place="operations">{children}</Frame>
}
