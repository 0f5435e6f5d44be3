/** The logo and the name; `isShort` leaves the logo alone where there is hardly any room. */
export function Wordmark({ isShort = false }: { isShort?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2 font-semibold text-14 tracking-tight">
      <svg aria-hidden viewBox="0 0 16 16" className="size-4" fill="none">
        <path d="M2.5 2.5h11v11h-11z" stroke="currentColor" strokeWidth="1.5" />
        <path d="M5.5 2.5v11" stroke="currentColor" strokeWidth="1.5" />
        <path d="M9 2.5h2.5V8L10.25 6.9 9 8z" className="fill-accent" />
      </svg>
      <span className={isShort ? 'max-[23rem]:sr-only' : ''}>Daybook</span>
    </span>
  )
}
