import { draftsOf } from '@/app/_session/others-drafts'

/** Where a person's unsaved text of one case file is kept, and the key that it is kept under. */
export type DraftPlace = {
  readonly userId: string
  /** 256 bits as base64: the bank gives it to this person only. */
  readonly key: string
  /** The id of the case file, or what a new one is about. */
  readonly name: string
}

export type Draft = {
  readonly values: Readonly<Record<string, string>>
  /** The version of the text that was changed; 0 for a new one. */
  readonly base: number
  /** When it was typed, ISO 8601 in UTC. */
  readonly at: string
}

/** As it is stored: the texts are encrypted, by AES-GCM. */
type Sealed = Pick<Draft, 'base' | 'at'> & { readonly iv: string; readonly box: string }

/**
 * Keeps a text in this browser until it is saved. Without encryption, which browsers have over TLS and on
 * the own machine only, or without room for it, nothing is kept.
 */
export async function keepDraft(place: DraftPlace, { values, base, at }: Draft): Promise<void> {
  try {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const plain = new TextEncoder().encode(JSON.stringify(values))
    const box = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(place), plain)
    const sealed: Sealed = { base, at, iv: textOf(iv), box: textOf(new Uint8Array(box)) }
    localStorage.setItem(nameOf(place), JSON.stringify(sealed))
  } catch {
    // The page still has the text.
  }
}

/** The text that was kept; null when there is none that this key opens. */
export async function readDraft(place: DraftPlace): Promise<Draft | null> {
  try {
    const text = localStorage.getItem(nameOf(place))
    if (text === null) return null
    const { base, at, iv, box }: Sealed = JSON.parse(text)
    const algorithm = { name: 'AES-GCM', iv: bytesOf(iv) }
    const plain = await crypto.subtle.decrypt(algorithm, await keyOf(place), bytesOf(box))
    return { values: JSON.parse(new TextDecoder().decode(plain)), base, at }
  } catch {
    return null
  }
}

export function dropDraft(place: Pick<DraftPlace, 'userId' | 'name'>): void {
  try {
    localStorage.removeItem(nameOf(place))
  } catch {
    // Without storage there is none.
  }
}

function nameOf({ userId, name }: Pick<DraftPlace, 'userId' | 'name'>): string {
  return `${draftsOf(userId)}${name}`
}

function keyOf({ key }: DraftPlace): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytesOf(key), 'AES-GCM', false, ['encrypt', 'decrypt'])
}

function textOf(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), letter => letter.charCodeAt(0))
}
