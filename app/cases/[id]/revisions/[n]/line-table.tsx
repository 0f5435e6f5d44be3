import { TextLink } from '@/app/_ui/text-link'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { RevisionJson } from '@/app/_wire/case-files'
import type { WrittenLine } from '../../../changes'

type LineTableProps = {
  lines: readonly WrittenLine[]
  revisions: readonly RevisionJson[]
  zone: string
  /** Lines of this version may be older, unless it is the first. */
  since: number
}

/** Each line of a text with who wrote it, and in which version. */
export function LineTable({ lines, revisions, zone, since }: LineTableProps) {
  const known = new Map(revisions.map(one => [one.version, one]))
  return (
    <div className="overflow-x-auto rounded-md border border-rule bg-raised">
      <table className="w-full text-12">
        <caption className="sr-only">Who wrote which line</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Written</th>
            <th scope="col">Line</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ text, version }, at) => {
            const isSame = lines[at - 1]?.version === version
            const revision = known.get(version)
            return (
              <tr
                // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
                key={at}
                className={`align-baseline ${isSame ? '' : 'border-rule border-t first:border-t-0'}`}
              >
                <td className="w-28 px-3 text-soft lg:w-80 lg:whitespace-nowrap">
                  {!isSame && revision && (
                    <>
                      <TextLink href={`./${version}`} prefetch={false}>
                        {version === since && since > 1
                          ? `Version ${version} or before`
                          : `Version ${version}`}
                      </TextLink>{' '}
                      <UserText>{revision.by.name}</UserText>{' '}
                      <Time
                        instant={revision.at}
                        zone={zone}
                        className="text-faint max-lg:hidden"
                      />
                    </>
                  )}
                </td>
                <td className="wrap-anywhere whitespace-pre-wrap px-3 font-mono leading-5">
                  {text || '\u00a0'}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
