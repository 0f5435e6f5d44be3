import 'server-only'
import { requireViewer, type Viewer } from '@/app/_server/people/session'
import { isStaff } from '@/app/_server/people/staff'
import { readerZone } from '@/app/_time/reader'
import type { AccountJson } from '@/app/_wire/types'
import { readAccount } from './read-account'

/** An account as a page of the staff shows it. */
export type StaffView = {
  readonly viewer: Viewer
  readonly account: AccountJson
  readonly zone: string
  /** Whether the viewer may send commands: tellers may, auditors only read. */
  readonly mayChange: boolean
}

/** The account for a page of the staff; null for anybody else, and for an unknown account. */
export async function readForStaff(id: string): Promise<StaffView | null> {
  const viewer = await requireViewer()
  if (!isStaff(viewer)) return null
  const [account, zone] = await Promise.all([readAccount(id), readerZone()])
  return account && { viewer, account, zone, mayChange: viewer.role === 'teller' }
}
