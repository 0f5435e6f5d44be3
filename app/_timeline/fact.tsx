import type { ReactNode } from 'react'
import { CopyButton } from '@/app/_ui/copy-button'
import { TextLink } from '@/app/_ui/text-link'

export const FACTS = 'mt-4 grid grid-cols-[6rem_minmax(0,1fr)] gap-x-3 gap-y-2 text-12'

/** Not prefetched: a panel has many links. */
export function FactLink(props: { href: string; children: ReactNode }) {
  return <TextLink prefetch={false} {...props} />
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0 break-words text-soft">{children}</dd>
    </>
  )
}

export function Id({ name, text, children }: { name: string; text: string; children?: ReactNode }) {
  return (
    <Fact name={name}>
      <span className="flex items-start gap-1">
        {/* Lets an id wrap at its hyphens. */}
        <span className="min-w-0 font-mono">{text}</span>
        <CopyButton text={text} what={name} />
      </span>
      {children}
    </Fact>
  )
}

export function Json({ name, value }: { name: string; value: unknown }) {
  return (
    <section aria-label={name} className="mt-4">
      <p className="mb-1 text-12 text-faint">{name}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls what is too wide */}
      <pre tabIndex={0} className="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-12">
        {JSON.stringify(value, null, 2)}
      </pre>
    </section>
  )
}
