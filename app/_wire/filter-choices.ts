/** What the filters of a timeline offer to pick from; each list is bounded. */
export type FilterChoices = {
  readonly people: readonly { readonly name: string; readonly role: string }[]
  /** The newest accounts. */
  readonly accounts: readonly { readonly number: string; readonly owner: string }[]
  readonly currencies: readonly string[]
}
