import type { ReactNode } from 'react'
import { Frame } from '@/app/_frame/frame'

export default function OrdersLayout({ children }: { children: ReactNode }) {
  return <Frame place="orders">{children}</Frame>
}
