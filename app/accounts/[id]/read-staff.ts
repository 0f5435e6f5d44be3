import 'server-only'
import { mayEnter } from '@/app/_server/people/denials'
import { may, type Right } from '@/app/_server/people/rights'
import { requireViewer, type Viewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import type { AccountJson } from '@/app/_wire/types'
import { readAccount } from './read-account'

/** An account as a page of the staff shows it. */
export type StaffView = {
  readonly viewer: Viewer
  readonly account: AccountJson
  readonly zone: string
  /** What the page is for. */
  readonly right: Right
  /** Whether the viewer has this right, or only reads. */
  readonly mayChange: boolean
}

/** The account for a page of the staff; null for anybody else, and for an unknown account. */
export async function readForStaff(id: string, right: Right): Promise<StaffView | null> {
  const viewer = await requireViewer()
  if (mayEnter(viewer, 'readBank')) return null
  const [account, zone] = await Promise.all([readAccount(id), readerZone()])
  return account && { viewer, account, zone, right, mayChange: may(viewer, right) }
}
