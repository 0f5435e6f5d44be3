/** Recovery codes, for the only time. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <div role="status" className="max-w-sm rounded-md border border-rule bg-raised p-4">
      <h3 className="font-medium">Your recovery codes</h3>
      <p className="mt-1 text-soft">
        Print or write them down now: they are not shown again. Each works once, instead of a code
        of the app.
      </p>
      <ul className="mt-3 grid grid-cols-2 gap-x-6 gap-y-1 font-mono">
        {codes.map(code => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </div>
  )
}
