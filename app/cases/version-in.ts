/** The version of a text that an address or a form names; null when it names none. */
export function versionIn(asked: unknown): number | null {
  return typeof asked === 'string' && /^[1-9]\d{0,3}$/.test(asked) ? Number(asked) : null
}
