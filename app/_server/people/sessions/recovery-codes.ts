import 'server-only'
import { createHmac } from 'node:crypto'
import { symmetricDecrypt } from 'better-auth/crypto'

/** Begins a code as it is kept. */
const KEPT = 'hmac-sha256:'

/** A recovery code as it is kept: by the secret of the bank, so that the database alone tells nothing. */
export function keptCode(code: string, secret: string): string {
  return KEPT + createHmac('sha256', secret).update(`recovery code ${code}`).digest('base64url')
}

/**
 * How the list of a person's codes is kept: as hashes. Lists from before were encrypted; they are read
 * as hashes, and kept so when a code of them is used.
 */
export function codeStore(secret: () => string) {
  const hashed = (json: string) => {
    const codes: string[] = JSON.parse(json)
    const kept = codes.map(code => (code.startsWith(KEPT) ? code : keptCode(code, secret())))
    return JSON.stringify(kept)
  }
  return {
    encrypt: async (json: string) => hashed(json),
    decrypt: async (stored: string) =>
      stored.startsWith('[')
        ? stored
        : hashed(await symmetricDecrypt({ key: secret(), data: stored })),
  }
}
