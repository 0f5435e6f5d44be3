import { startAuthentication, startRegistration } from '@simplewebauthn/browser'

type Answer<Body> = { readonly body: Body } | { readonly sentence: string }

/** Signs in with a passkey of this device. Null, or why not, as a sentence. */
export async function signInByPasskey(): Promise<string | null> {
  const asked = await call<AuthenticationOptions>('generate-authenticate-options')
  if ('sentence' in asked) return asked.sentence
  // The device must know its person: a passkey stands for the password and the second factor.
  const optionsJSON = { ...asked.body, userVerification: 'required' as const }
  const response = await startAuthentication({ optionsJSON }).catch(() => null)
  if (response === null) return CANCELLED
  return sentenceIn(await call('verify-authentication', { response }))
}

/** Makes a passkey on this device for the person who is signed in. Null, or why not. */
export async function addPasskey(name: string): Promise<string | null> {
  const asked = await call<RegistrationOptions>('generate-register-options')
  if ('sentence' in asked) return asked.sentence
  try {
    const response = await startRegistration({ optionsJSON: asked.body })
    return sentenceIn(await call('verify-registration', { response, name }))
  } catch (error) {
    const isKnown = error instanceof Error && error.name === 'InvalidStateError'
    return isKnown ? 'This device has a passkey of yours already.' : CANCELLED
  }
}

type AuthenticationOptions = Parameters<typeof startAuthentication>[0]['optionsJSON']
type RegistrationOptions = Parameters<typeof startRegistration>[0]['optionsJSON']

const CANCELLED = 'Nothing was chosen. Try again, or use your password.'

async function call<Body>(path: string, body?: object): Promise<Answer<Body>> {
  const sent = body && {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
  const response = await fetch(`/api/auth/passkey/${path}`, sent).catch(() => null)
  const read: (Body & { detail?: string }) | null = await response?.json().catch(() => null)
  if (response?.ok && read) return { body: read }
  return { sentence: read?.detail ?? 'The bank could not be reached. Try again.' }
}

function sentenceIn(answer: Answer<unknown>): string | null {
  return 'sentence' in answer ? answer.sentence : null
}
