/** Removes the unsaved texts that this browser keeps of anybody but this person. */
export function dropOthersDrafts(userId: string): void {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(DRAFTS) && !name.startsWith(draftsOf(userId))) {
        localStorage.removeItem(name)
      }
    }
  } catch {
    // Without storage there are none.
  }
}

const DRAFTS = 'daybook-draft:'

/** How the names begin under which this browser keeps the unsaved texts of a person. */
export function draftsOf(userId: string): string {
  return `${DRAFTS}${userId}:`
}
