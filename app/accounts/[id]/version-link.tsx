import Link from 'next/link'

/** The number of an event, which leads to the account as that event left it. */
export function VersionLink({ id, version }: { id: string; version: number }) {
  return (
    <Link
      // One request for each line of the book would be many.
      prefetch={false}
      href={`/accounts/${id}/at/v${version}`}
      title={`The account after event ${version}`}
      className="-my-1 inline-block min-w-6 rounded-sm py-1 font-mono text-soft underline decoration-rule-strong underline-offset-4 hover:text-accent hover:decoration-accent"
    >
      {version}
    </Link>
  )
}
