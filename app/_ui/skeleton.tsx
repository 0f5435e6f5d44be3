/** Placeholder rows of the final height, while a list loads. */
export function SkeletonRows({ rows, label }: { rows: number; label: string }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholder rows have no identity
        <div key={row} className="flex h-14 items-center gap-6 border-rule border-b">
          <span className="h-3 w-2/5 animate-breathe rounded-sm bg-sunken" />
          <span className="ml-auto h-3 w-24 animate-breathe rounded-sm bg-sunken" />
        </div>
      ))}
    </div>
  )
}
