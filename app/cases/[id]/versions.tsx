import { TextLink } from '@/app/_ui/text-link'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { RevisionJson } from '@/app/_wire/case-files'
import { casePath } from '@/app/_wire/stream-path'

type VersionsProps = {
  caseFileId: string
  revisions: readonly RevisionJson[]
  zone: string
  /** The version that is shown now, if it is one of the past. */
  shown?: number
}

/** All versions of a case's text, the newest first: by whom, when and why. */
export function Versions({ caseFileId, revisions, zone, shown }: VersionsProps) {
  const path = `${casePath(caseFileId)}/revisions`
  return (
    <section aria-labelledby="versions-title" className="mt-10 max-w-3xl">
      <h2 id="versions-title" className="mb-2 font-medium text-16">
        {revisions.length === 1 ? 'One version' : `${revisions.length} versions`}
      </h2>
      <ol reversed className="border-rule border-t">
        {revisions.map(({ version, by, at, why }) => (
          <li
            key={version}
            aria-current={version === shown ? 'true' : undefined}
            className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-rule border-b py-2 aria-[current=true]:bg-sunken"
          >
            <div className="wrap-anywhere min-w-0">
              <span className="font-medium">{`Version ${version}`}</span>
              {' by '}
              <UserText>{by.name}</UserText>
              <span className="text-12 text-soft">
                {', '}
                <Time instant={at} zone={zone} />
              </span>
              {why !== null && (
                <p className="text-soft">
                  <UserText>{why}</UserText>
                </p>
              )}
            </div>
            <p className="flex items-start gap-x-4">
              <TextLink href={`${path}/${version}`} prefetch={false}>
                Text
              </TextLink>
              {version > 1 && (
                <TextLink
                  href={`${path}/${version}?show=changes&from=${version - 1}`}
                  prefetch={false}
                >
                  Changes
                </TextLink>
              )}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}
