/** Something that a search found: a page to go to. */
export type SearchHitJson = {
  title: string
  /** What else tells it from others, such as an account number. */
  detail: string | null
  /** The address of its page. */
  href: string
  /** A decimal text with its currency: the balance of an account, or what an event moved. */
  amount: { value: string; currency: string } | null
}

/** Hits of one kind, the best first. */
export type SearchGroupJson = { name: string; hits: SearchHitJson[] }

/** What a search found, the most likely kind first. */
export type SearchJson = { groups: SearchGroupJson[] }

/** The longest search text, in UTF-16 code units. */
export const SEARCH_LENGTH_MAX = 200
