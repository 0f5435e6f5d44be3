export function Kbd({ children, className = '' }: { children: string; className?: string }) {
  return (
    <kbd
      className={`inline-grid min-w-5 place-items-center rounded-sm border border-rule bg-sunken px-1 font-mono text-12 text-soft ${className}`}
    >
      {children}
    </kbd>
  )
}
