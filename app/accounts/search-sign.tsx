import { Search } from 'lucide-react'

/** The sign in a search field, drawn by the server. */
export function SearchSign() {
  return (
    <Search
      aria-hidden
      size={15}
      strokeWidth={1.75}
      className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-faint"
    />
  )
}
