const YEAR_S = 365 * 24 * 3600

/** Stores a preference in a cookie for a year; null removes it. */
export function remember(name: string, value: string | null): void {
  const life = value === null ? 0 : YEAR_S
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
  document.cookie = `${name}=${encodeURIComponent(value ?? '')}; path=/; max-age=${life}; samesite=lax`
}
