import 'server-only'
import { randomInt } from 'node:crypto'
import { createOTP } from '@better-auth/utils/otp'
import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import { symmetricDecrypt } from 'better-auth/crypto'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { bank } from '@/app/_server/process/bank'
import { replaceRecoveryCodes, secretOf, takeStep } from '@/db/people/second-factor'
import { codeStore, keptCode } from './recovery-codes'

/** A code of an authenticator app changes every half minute (RFC 6238). */
const STEP_MS = 30_000

/** Letters and digits without those that are mistaken for one another: nearly five bits each. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
const HALF = 5
const RECOVERY_CODES = 10

const store = codeStore(() => process.env.BETTER_AUTH_SECRET ?? '')

/** Codes of an authenticator app, and recovery codes for those who have lost it. */
export const secondFactor = twoFactor({
  issuer: 'Daybook',
  backupCodeOptions: {
    customBackupCodesGenerate: recoveryCodes,
    storeBackupCodes: store,
  },
})

/**
 * Gives a person new recovery codes, whose old ones stop working. Those that better-auth made before
 * the first code was proved right are kept as hashes only, so nobody could be shown them any more.
 */
export async function newRecoveryCodes(userId: string): Promise<string[]> {
  const codes = recoveryCodes()
  await replaceRecoveryCodes(bank().db, userId, await store.encrypt(JSON.stringify(codes)))
  return codes
}

function recoveryCodes(): string[] {
  const letter = () => ALPHABET[randomInt(ALPHABET.length)]
  const half = () => Array.from({ length: HALF }, letter).join('')
  return Array.from({ length: RECOVERY_CODES }, () => `${half()}-${half()}`)
}

/** What was typed, as better-auth takes it: six digits of an app, or a recovery code. */
export function readCode(typed: string): {
  readonly kind: 'app' | 'recovery'
  readonly code: string
} {
  const plain = typed
    .slice(0, 100)
    .normalize('NFKC')
    .replace(/[\s-]+/gu, '')
    .toLowerCase()
  if (/^\d{6}$/.test(plain)) return { kind: 'app', code: plain }
  return { kind: 'recovery', code: `${plain.slice(0, HALF)}-${plain.slice(HALF)}` }
}

/**
 * Takes the half minute of a code before better-auth looks at it, so that neither that code nor an
 * older one works again: better-auth takes a code as often as it comes.
 */
export const singleUseCodes = {
  id: 'single-use-codes',
  hooks: {
    before: [
      {
        matcher: ({ path }) => path === '/two-factor/verify-totp',
        handler: createAuthMiddleware(async ctx => {
          const userId = (await getSessionFromCtx(ctx))?.user.id ?? (await challenged(ctx))
          const known = userId === null ? null : await secretOf(bank().db, userId)
          if (userId === null || known === null) return
          const key = ctx.context.secretConfig
          const step = await stepOf(await symmetricDecrypt({ key, data: known }), ctx.body?.code)
          if (step === null || (await takeStep(bank().db, userId, step))) return
          throw new APIError('UNAUTHORIZED', { code: 'INVALID_CODE', message: 'Invalid code' })
        }),
      },
    ],
  },
} satisfies BetterAuthPlugin

/** Recovery codes are kept as hashes, so better-auth looks for the hash of what was typed. */
export const hashedCodes = {
  id: 'hashed-codes',
  hooks: {
    before: [
      {
        matcher: ({ path }) => path === '/two-factor/verify-backup-code',
        handler: createAuthMiddleware(async ({ body, context }) => ({
          context: { body: { ...body, code: keptCode(String(body?.code), context.secret) } },
        })),
      },
    ],
  },
} satisfies BetterAuthPlugin

type HookContext = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0]

/** Who has given a password and is asked for a code. */
export async function challenged({
  context,
  getSignedCookie,
}: Pick<HookContext, 'context' | 'getSignedCookie'>): Promise<string | null> {
  const id = await getSignedCookie(context.createAuthCookie('two_factor').name, context.secret)
  const challenge = id ? await context.internalAdapter.findVerificationValue(id) : null
  return challenge?.value ?? null
}

/** The half minute, counted from 1970, of a code that is right about now; null of any other. */
async function stepOf(secret: string, code: unknown): Promise<number | null> {
  const now = Math.floor(Date.now() / STEP_MS)
  for (const step of [now + 1, now, now - 1]) {
    if ((await createOTP(secret).hotp(step)) === code) return step
  }
  return null
}
