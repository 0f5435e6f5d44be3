import { Time } from '@/app/_ui/time'
import type { ArchivedJson, ArchiveJson } from '@/app/_wire/operations'
import { countText } from './figures'
import { isOpen, JobLine, UnfinishedJob } from './job-line'
import { Section, Unknown } from './section'

type ArchiveSectionProps = {
  archive: ArchiveJson | null
  zone: string
  mayOperate: boolean
  onDone: () => void
}

/** Which events go to the archive and when, what went last, and what would go now. */
export function ArchiveSection({ archive, ...rest }: ArchiveSectionProps) {
  return (
    <Section id="archive" title="Archive of old events" aside={archive && <Age of={archive} />}>
      {archive === null ? (
        <Unknown />
      ) : archive.after === null ? (
        <p className="border-rule border-y py-3">
          {'Nothing is archived: the setting '}
          <code className="font-mono text-12">DAYBOOK_ARCHIVE_AFTER_DAYS</code>
          {' says from which age on.'}
        </p>
      ) : (
        <ul aria-label="Archive of old events" className="border-rule border-t">
          <Moves archive={archive} {...rest} />
          <Counts archive={archive} {...rest} />
        </ul>
      )}
      {archive?.coldUntil && (
        <p className="mt-2 text-soft">
          {`What was recorded up to the end of ${archive.coldUntil} is in cold storage.`}
        </p>
      )}
    </Section>
  )
}

function Age({ of: { after } }: { of: ArchiveJson }) {
  if (after === null) return null
  const { days, closedDays } = after
  if (days === null) return `Events of closed accounts, older than ${closedDays} days`
  const closed = closedDays === days ? '' : `; of closed accounts, than ${closedDays}`
  return `Events older than ${days} days${closed}`
}

type LineProps = Omit<ArchiveSectionProps, 'archive'> & { archive: ArchiveJson }

function Moves({ archive: { move, nextAt }, zone, ...rest }: LineProps) {
  const { job, last } = move
  return (
    <JobLine
      {...rest}
      title="Moved"
      job={job}
      told={
        <>
          {last === null ? 'Nothing yet' : <Archived of={last} zone={zone} />}
          {last?.isPart && ' The time was over; the next run goes on there.'}
          <UnfinishedJob job={job} zone={zone} />
          <span className="block">
            {nextAt === null ? (
              <>
                {'On request only: '}
                <code className="font-mono text-12">DAYBOOK_ARCHIVE_EVERY</code>
                {' makes a schedule'}
              </>
            ) : (
              !isOpen(job) && (
                <>
                  {'The next run is due '}
                  <Time instant={nextAt} zone={zone} />
                </>
              )
            )}
          </span>
        </>
      }
      operation="archive"
      subject="move"
      word="Archive now"
      label="Archive old events now"
    />
  )
}

function Counts({ archive: { count }, zone, ...rest }: LineProps) {
  const { job, last } = count
  return (
    <JobLine
      {...rest}
      title="Would be moved"
      job={job}
      told={
        <>
          {last === null ? 'Not counted yet' : <Archived of={last} zone={zone} />}
          <UnfinishedJob job={job} zone={zone} />
        </>
      }
      operation="count-archivable"
      subject="count"
      word="Count"
      label="Count what would be archived now"
    />
  )
}

function Archived({ of: { at, moved, byYear }, zone }: { of: ArchivedJson; zone: string }) {
  const years = byYear.map(({ year, count }) => `${countText(count)} of ${year}`).join(', ')
  return (
    <>
      <span className="text-ink">{`${countText(moved)} ${moved === 1 ? 'event' : 'events'}`}</span>
      {years !== '' && ` (${years})`}
      {', '}
      <Time instant={at} zone={zone} />
    </>
  )
}
