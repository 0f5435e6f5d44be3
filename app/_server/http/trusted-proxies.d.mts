/** Whether a proxy is trusted, by its address and its distance from the bank, which begins at 0. */
export type Trust = (address: string, hop: number) => boolean

/** Which proxies may say whom they pass on, from `TRUSTED_PROXIES`. @throws Error with a sentence */
export function readTrustedProxies(setting?: string): Trust

/** The client of a request; `peer` is the other end of the connection. */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  isTrusted: Trust,
): string

/** An address in one form, without port, brackets and zone; null for any other text. */
export function normalAddress(written: string): string | null

/** What limits count as one client: an IPv4 address, or the /64 of an IPv6 address. */
export function addressGroup(address: string): string
