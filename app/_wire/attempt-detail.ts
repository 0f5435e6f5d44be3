import type { RefusalJson } from './types'

/** One refused command with everything that is known of it. */
export type AttemptDetailJson = {
  refusal: RefusalJson
  /** The stream's display name, such as the name on the account; null: it was never opened. */
  title: string | null
  /** The command as it was sent, with long texts shortened; for staff and for who sent it. */
  command: Record<string, unknown> | null
}
