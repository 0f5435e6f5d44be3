import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { BackupJson } from '@/app/_wire/operations'
import { countText, secondsText, sizeText } from './figures'
import { Mark, Section, Unknown } from './section'

type BackupSectionProps = { backup: BackupJson | null; zone: string }

/** The last complete backup, and why a later one failed. */
export function BackupSection({ backup, zone }: BackupSectionProps) {
  return (
    <Section id="backups" title="Backups" aside={backup?.isRunning && 'One is being made'}>
      {backup === null ? <Unknown /> : <Last of={backup} zone={zone} />}
    </Section>
  )
}

function Last({ of, zone }: { of: BackupJson; zone: string }) {
  const { finishedAt, ageSeconds, position, events, bytes, error } = of
  return (
    <div className="border-rule border-y py-3">
      {finishedAt === null ? (
        <p>
          {'There is none. Make one with '}
          <code className="font-mono text-12">npm run backup -- FOLDER</code>
        </p>
      ) : (
        <p>
          <Time instant={finishedAt} zone={zone} />
          {ageSeconds !== null && `, ${secondsText(ageSeconds)} ago`}
          <span className="text-soft">
            {position !== null && ` · to position ${countText(position)}`}
            {events !== null && ` · ${countText(events)} new events`}
            {bytes !== null && ` · ${sizeText(bytes)} written`}
          </span>
        </p>
      )}
      {error !== null && (
        <p className="mt-1">
          <Mark is="bad">
            {'The last one failed: '}
            <UserText>{error}</UserText>
          </Mark>
        </p>
      )}
    </div>
  )
}
