import 'server-only'
import { passkey } from '@better-auth/passkey'
import { APIError } from 'better-auth/api'
import { publicUrl, trustedOrigins } from '@/app/_server/http/origins'

/**
 * Passkeys (WebAuthn), by which a person signs in without a password. The device asks for a finger,
 * a face or a PIN, so that a passkey is two factors at once.
 */
export function passkeys() {
  return passkey({
    rpID: passkeyHost(),
    rpName: 'Daybook',
    origin: trustedOrigins(),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    registration: {
      afterVerification: async ({ verification }) => {
        requireVerified(verification.registrationInfo?.userVerified)
      },
    },
    authentication: {
      afterVerification: async ({ verification }) => {
        requireVerified(verification.authenticationInfo.userVerified)
      },
    },
  })
}

function requireVerified(isVerified: boolean | undefined): void {
  if (isVerified !== true) throw new APIError('UNAUTHORIZED', { code: 'NOT_VERIFIED' })
}

/** The name for which passkeys of this bank are made: they work at no other. */
export function passkeyHost(): string {
  return new URL(publicUrl()).hostname
}

/**
 * Whether the page of a request can use passkeys: browsers have them at `localhost` and at names with
 * https, never at bare addresses. Next.js fetches the page after an action from itself, and keeps the
 * browser's host beside its own.
 */
export function canUsePasskeys(request: Headers): boolean {
  const { hostname, protocol } = new URL(publicUrl())
  const isSecure = protocol === 'https:' || hostname === 'localhost'
  const [name] = (request.get('x-forwarded-host') ?? request.get('host') ?? '').split(':')
  return isSecure && name === hostname && !/^[\d.]+$/.test(hostname)
}

/** The most characters in the name of a passkey. */
export const PASSKEY_NAME_MAX = 60
