import 'server-only'
import { addressOf } from '@/app/_server/http/address'
import { fileResponse, takeFormat } from '@/app/_server/http/export-file'
import { takeFrom } from '@/app/_server/limits/take'
import { recordAccess } from '@/app/_server/people/access-log'
import { type Asked, problemResponse } from '@/app/_server/people/requests'
import { endingWith } from '@/app/_server/people/watchers'
import { bank } from '@/app/_server/process/bank'
import { DEADLINES, inTime } from '@/app/_server/process/deadlines'
import { wallTime } from '@/app/_time/instant'
import type { TimelinePage } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { findAccounts } from '@/db/accounts/accounts'
import { accountNumber } from '@/domain/money/account-number'
import { exportName } from './export-name'
import type { TimelinePlace } from './timeline'
import { EXPORT_PAGE, exportTimeline } from './timeline-export'
import { readTimelineParams } from './timeline-params'
import type { ResolvedView } from './timeline-query'

type ExportOf = {
  readonly asked: Pick<Asked, 'request' | 'viewer' | 'token'>
  /** The id of the stream; null for the whole bank. */
  readonly subject: string | null
  /** The last digits of the account, for the file's name; null for the whole bank. */
  readonly who: string | null
  /** Reads one page; null when the viewer may not. */
  readonly read: (view: ResolvedView, place: TimelinePlace) => Promise<TimelinePage | null>
  readonly refused: () => Response
}

/**
 * Answers with a timeline as a file: `?format=csv|json` and the view that is on the screen. A table
 * can be written for a spreadsheet: `&separator=&decimal=&bom=`.
 */
export async function exportResponse({ asked: by, subject, who, ...rest }: ExportOf) {
  const { request, viewer } = by
  const url = new URL(addressOf(request))
  const taken = takeFormat(url.searchParams)
  if ('status' in taken) return problemResponse(taken)
  const { format, style } = taken
  const asked = readTimelineParams(url.href, subject === null)
  if (!asked.ok) return problemResponse(asked.problem)
  const tooMany = takeFrom('exports', viewer.userId)
  if (tooMany) return problemResponse(tooMany)
  const { view, resolved, place } = asked.params
  // The position of the list doesn't filter the export. JSON is in replay order.
  const whole: ResolvedView = {
    ...resolved,
    at: null,
    order: format === 'json' ? 'asc' : resolved.order,
  }
  const read = (limit: number, cursor: TimelinePlace['cursor']) =>
    rest.read(whole, { ...place, limit, cursor })
  if ((await read(1, null)) === null) return rest.refused()
  recordAccess({ kind: 'exported', by: viewer, subject, detail: { format } })
  const zone = view.zone ?? 'UTC'
  const today = wallTime(new Date().toISOString(), zone).date
  const name = exportName(who ?? digitsOf(view.account), view, today)
  const body = exportTimeline({
    format,
    style,
    zone,
    accountsOf: ids => findAccounts(bank().db, ids),
    signal: request.signal,
    read: async cursor => {
      const page = await inTime(DEADLINES.read, () => read(EXPORT_PAGE, cursor))
      if (page === null) throw new Error('The account is no longer readable')
      return page
    },
  })
  return fileResponse(endingWith(by, body), name, format)
}

/** The last digits of the account that a list of the whole bank is filtered by. */
function digitsOf(account: string | null): string | null {
  if (account === null) return null
  return (isUuid(account) ? accountNumber(account) : account).slice(-4)
}
