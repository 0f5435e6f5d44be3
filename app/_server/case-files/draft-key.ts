import 'server-only'
import { createHmac } from 'node:crypto'
import { authSecret } from '@/app/_server/people/auth'
import type { Viewer } from '@/app/_server/people/viewer'

/**
 * The key with which a browser keeps a person's unsaved texts: without it, which only they are given
 * while they are signed in, nobody else at the same machine can read them.
 * @returns 256 bits as base64
 */
export function draftKeyOf({ userId }: Viewer): { readonly userId: string; readonly key: string } {
  const key = createHmac('sha256', authSecret()).update(`drafts of ${userId}`).digest('base64')
  return { userId, key }
}
