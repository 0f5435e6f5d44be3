/** An entry of the access log, with the names that its ids have now. */
export type AccessJson = {
  id: string
  at: string
  /** Such as `signed-in` or `denied`. */
  kind: string
  /** Who did it; null: nobody that the bank knows. */
  actor: { kind: 'person' | 'service'; id: string; name: string; role: string | null } | null
  /** The address that the request came from. */
  address: string | null
  /** What it is about: an account, a person, a session or a token. */
  subject: { id: string; name: string | null } | null
  detail: Readonly<Record<string, string | number | boolean | null>>
}
