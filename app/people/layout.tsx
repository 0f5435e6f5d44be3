import type { ReactNode } from 'react'
import { Frame } from '@/app/_frame/frame'

export default function PeopleLayout({ children }: { children: ReactNode }) {
  return <Frame place="people">{children}</Frame>
}
