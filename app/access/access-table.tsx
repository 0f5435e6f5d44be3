import Link from 'next/link'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { AccessJson } from '@/app/_wire/access'
import { detailText, wordOf } from './access-words'

type AccessTableProps = { entries: readonly AccessJson[]; zone: string }

/**
 * Entries, the newest first. On narrow screens each has what and who in its first line, then what it
 * is about, then when and from where.
 */
export function AccessTable({ entries, zone }: AccessTableProps) {
  return (
    <table className="block w-full border-rule border-t md:table md:border-t-0">
      <caption className="sr-only">Entries of the access log, newest first</caption>
      <thead className="sr-only md:not-sr-only md:table-header-group">
        <tr className="text-left text-12 text-faint [&>th]:border-rule [&>th]:border-b [&>th]:py-2 [&>th]:pr-4 [&>th]:font-normal">
          <th scope="col">When</th>
          <th scope="col">What</th>
          <th scope="col">Who</th>
          <th scope="col">About</th>
          <th scope="col">Network address</th>
        </tr>
      </thead>
      <tbody className="block md:table-row-group">
        {entries.map(entry => (
          <tr key={entry.id} className={ROW}>
            <td className="max-md:order-4 max-md:text-12 max-md:text-soft">
              <Time instant={entry.at} zone={zone} exact />
            </td>
            <td className="max-md:order-1 max-md:min-w-40 max-md:flex-1">
              <span className="font-medium">{wordOf(entry.kind)}</span>
              <span className="block break-words text-12 text-soft">
                {detailText(entry.detail)}
              </span>
            </td>
            <td className="max-md:order-2 max-md:text-right">
              <Actor entry={entry} />
            </td>
            <td className="wrap-anywhere empty:hidden max-md:order-3 max-md:basis-full md:empty:table-cell">
              <Subject entry={entry} />
            </td>
            <td className="wrap-anywhere font-mono text-12 max-md:order-5 max-md:text-soft md:leading-5">
              {entry.address}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const ROW = `flex flex-wrap justify-between gap-x-4 gap-y-0.5 border-rule border-b py-2.5 align-top
  md:table-row md:[&>td]:py-2 md:[&>td]:pr-4`

function Actor({ entry: { actor } }: { entry: AccessJson }) {
  if (!actor) return <span className="text-soft">Unknown</span>
  return (
    <>
      <Link
        prefetch={false}
        href={`/access?person=${encodeURIComponent(actor.id)}`}
        className="underline-offset-4 hover:underline"
      >
        <UserText>{actor.name}</UserText>
      </Link>
      <span className="block text-12 text-soft">
        {[actor.kind === 'service' ? 'service' : null, actor.role].filter(Boolean).join(', ')}
      </span>
    </>
  )
}

function Subject({ entry: { subject } }: { entry: AccessJson }) {
  if (!subject) return null
  return (
    <Link
      prefetch={false}
      href={`/access?person=${encodeURIComponent(subject.id)}`}
      className="underline-offset-4 hover:underline"
    >
      <UserText>{subject.name ?? subject.id}</UserText>
    </Link>
  )
}
