import type { FeedJson, SubscriberJson } from '@/app/_wire/operations'
import { countText, secondsText } from './figures'
import { OperateForm } from './operate-form'
import { Section, Table, Unknown } from './section'

type FeedSectionProps = { feed: FeedJson | null; mayOperate: boolean; onDone: () => void }

/** How far the sequencer and each subscriber are. */
export function FeedSection({ feed, ...rest }: FeedSectionProps) {
  return (
    <Section
      id="feed"
      title="Feed and subscribers"
      aside={feed && `The feed ends at position ${countText(feed.head)}`}
    >
      {feed === null ? <Unknown /> : <Subscribers feed={feed} {...rest} />}
    </Section>
  )
}

type SubscribersProps = FeedSectionProps & { feed: FeedJson }

function Subscribers({ feed, mayOperate, onDone }: SubscribersProps) {
  const troubled = feed.subscribers.filter(({ parked, behind }) => parked > 0 || behind < 0)
  return (
    <>
      <Table caption="Subscribers" heads={['Name', 'Position', 'Behind', 'Lag', 'Parked']}>
        <tr>
          <th scope="row">sequencer</th>
          <td>{countText(feed.head)}</td>
          <td>{feed.waiting === 0 ? '–' : countText(feed.waiting)}</td>
          <td>{feed.waiting === 0 ? '–' : secondsText(feed.waitingSeconds)}</td>
          <td>–</td>
        </tr>
        {feed.subscribers.map(one => (
          <Row key={one.name} {...one} />
        ))}
      </Table>
      {mayOperate && troubled.length > 0 && (
        <div className="mt-3 flex flex-col gap-3">
          {troubled.map(({ name, parked, behind }) => (
            <div key={name} className="flex flex-wrap gap-3">
              {parked > 0 && (
                <OperateForm
                  operation="retry"
                  subject={name}
                  word={`Retry the parked events of ${name}`}
                  label={`Retry the parked events of ${name}`}
                  onDone={onDone}
                />
              )}
              {behind < 0 && (
                <OperateForm
                  operation="reset"
                  subject={name}
                  word={`Set ${name} to the end of the feed`}
                  label={`Set ${name} to the end of the feed`}
                  onDone={onDone}
                />
              )}
            </div>
          ))}
        </div>
      )}
    </>
  )
}

function Row({ name, position, behind, lagSeconds, parked }: SubscriberJson) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{countText(position)}</td>
      <td className={behind < 0 ? 'font-medium text-red-ink' : ''}>
        {behind === 0 ? '–' : behind < 0 ? 'beyond the end' : countText(behind)}
      </td>
      <td>{behind > 0 ? secondsText(lagSeconds) : '–'}</td>
      <td className={parked > 0 ? 'font-medium text-red-ink' : ''}>
        {parked === 0 ? '–' : countText(parked)}
      </td>
    </tr>
  )
}
