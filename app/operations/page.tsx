import type { Metadata } from 'next'
import { operationsNow } from '@/app/_server/operations/picture'
import { mayEnter } from '@/app/_server/people/denials'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { NothingHere } from '@/app/nothing-here'
import { OperationsView } from './operations-view'
import { RulesSection } from './rules-section'

export const metadata: Metadata = { title: 'Operations' }

/** How the bank runs. The server renders it whole; with scripts it refreshes itself. */
export default async function OperationsPage() {
  const [viewer, zone] = await Promise.all([requireViewer(), readerZone()])
  if (mayEnter(viewer, 'readAlerts')) return <NothingHere />
  return <OperationsView first={await operationsNow(viewer)} zone={zone} rules={<RulesSection />} />
}
