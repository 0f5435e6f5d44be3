import 'server-only'
import { v7 } from 'uuid'

/**
 * A command id for a form: a UUIDv7 (RFC 9562). Any UUID would do; those that were made one after
 * the other lie side by side in the index of the commands.
 */
export function newCommandId(): string {
  return v7()
}
