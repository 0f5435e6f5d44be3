/** Removes the unsaved texts that this browser keeps of anybody but this person. */
export function dropOthersDrafts(userId: string): void {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith('daybook-draft:') && !name.startsWith(`daybook-draft:${userId}:`)) {
        localStorage.removeItem(name)
      }
    }
  } catch {
    // Without storage there are none.
  }
}
