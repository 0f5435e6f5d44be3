import { Time } from '@/app/_ui/time'
import type { VersionsJson } from '@/app/_wire/operations'
import { Fact, Facts, Mark, Section, Unknown } from './section'

type VersionsSectionProps = { versions: VersionsJson | null; zone: string }

/** What runs in which version, and the clocks. */
export function VersionsSection({ versions, zone }: VersionsSectionProps) {
  return (
    <Section id="versions" title="Versions and clocks">
      {versions === null ? <Unknown /> : <Versions of={versions} zone={zone} />}
    </Section>
  )
}

function Versions({ of, zone }: { of: VersionsJson; zone: string }) {
  const evolved = of.evolved.map(({ type, version }) => `${type} ${version}`).join(', ')
  return (
    <Facts isTwofold>
      <Fact name="Daybook">{of.daybook}</Fact>
      <Fact name="Node.js">{of.node}</Fact>
      <Fact name="PostgreSQL">
        {`${of.postgres}, running since `}
        <Time instant={of.postgresSince} zone={zone} />
      </Fact>
      <Fact name="Connections">{`${of.connections} of ${of.connectionsMax}`}</Fact>
      <Fact name="Migrations">
        <Mark is={of.isMigrated ? 'good' : 'bad'}>
          {of.isMigrated ? `${of.migrations}, to ${of.migration}` : `not up to ${of.migration}`}
        </Mark>
      </Fact>
      <Fact name="Event types">
        {`${of.eventTypes}, ${evolved === '' ? 'all in schema version 1' : `of a later schema: ${evolved}`}`}
      </Fact>
      <Fact name="Server’s clock">
        <Time instant={of.serverNow} zone={zone} exact />
      </Fact>
      <Fact name="Database’s clock">
        <Time instant={of.databaseNow} zone={zone} exact />
      </Fact>
      <Fact name="Newest event">
        {of.recordedAt === null ? 'none yet' : <Time instant={of.recordedAt} zone={zone} exact />}
      </Fact>
    </Facts>
  )
}
