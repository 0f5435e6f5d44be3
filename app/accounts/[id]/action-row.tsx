'use client'

import { useRouter } from 'next/navigation'
import { ButtonLink } from '@/app/_ui/button-link'
import { useShortcut } from '@/app/_ui/shortcut'
import type { AccountAction } from './account-actions'

type ActionRowProps = { id: string; actions: readonly AccountAction[] }

/** Everything that can be done on an account, and why the rest can't. */
export function ActionRow({ id, actions }: ActionRowProps) {
  const possible = actions.filter(({ cannot }) => cannot === null)
  const stopped = actions.filter(({ cannot }) => cannot !== null)
  const reasons = [...new Set(stopped.map(({ cannot }) => cannot))]
  return (
    <nav aria-label="Actions" className="mt-6">
      {possible.length > 0 && (
        <ul className="flex flex-wrap gap-2 max-sm:grid max-sm:grid-cols-3">
          {possible.map(({ name, page, key }, index) => (
            <li key={page}>
              <ButtonLink
                href={pathOf(id, page)}
                prefetch={false}
                look={index === 0 ? 'primary' : 'quiet'}
                className="max-sm:w-full"
              >
                {name}
              </ButtonLink>
              {key && <ActionKey letter={key} path={pathOf(id, page)} />}
            </li>
          ))}
        </ul>
      )}
      {reasons.length > 0 && (
        <ul className="mt-3 flex flex-col gap-1 text-12 text-soft">
          {reasons.map(reason => (
            <li key={reason}>
              <span className="font-medium text-ink">
                {stopped
                  .filter(({ cannot }) => cannot === reason)
                  .map(({ name }) => name)
                  .join(', ')}
              </span>
              {` · ${reason}`}
            </li>
          ))}
        </ul>
      )}
    </nav>
  )
}

function ActionKey({ letter, path }: { letter: string; path: string }) {
  const router = useRouter()
  useShortcut(letter, () => router.push(path))
  return null
}

function pathOf(id: string, page: string): string {
  return page.startsWith('/') ? `${page}?from=${id}` : `/accounts/${id}/${page}`
}
