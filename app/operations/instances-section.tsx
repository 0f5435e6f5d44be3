import { Time } from '@/app/_ui/time'
import type { InstanceJson } from '@/app/_wire/operations'
import { msText, secondsText, sizeText } from './figures'
import { Section, Table, Unknown } from './section'

type InstancesSectionProps = { instances: readonly InstanceJson[] | null; zone: string }

/** The web processes of this bank, and how each is. */
export function InstancesSection({ instances, zone }: InstancesSectionProps) {
  return (
    <Section id="instances" title="Processes">
      {instances === null ? (
        <Unknown />
      ) : instances.length === 0 ? (
        <p className="border-rule border-y py-4 text-soft">The first one tells in a moment.</p>
      ) : (
        <Table
          caption="Web processes"
          heads={[
            'Process',
            'Version',
            'Started',
            'Memory',
            'Event loop late',
            'Pool wait',
            'Clock',
          ]}
        >
          {instances.map(one => (
            <tr key={one.id}>
              <th scope="row">
                <span className="font-mono text-12">{one.id.slice(0, 8)}</span>
                {one.isThis && <span className="text-soft"> this one</span>}
              </th>
              <td>{`${one.version}, Node ${one.node}`}</td>
              <td>
                <Time instant={one.startedAt} zone={zone} />
              </td>
              <td>{sizeText(one.memoryBytes)}</td>
              <td>{msText(one.eventLoopMs)}</td>
              <td>{msText(one.poolWaitMs)}</td>
              <td className={one.clock === null ? '' : 'font-medium text-red-ink'}>
                {one.clock === null ? 'right' : `${secondsText(one.clockMs / 1_000)} ${one.clock}`}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  )
}
