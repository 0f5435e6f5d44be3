import 'server-only'
import { v7 } from 'uuid'

/**
 * A command id for a form: a UUIDv7 (RFC 9562). Any UUID would do; time-ordered ones are adjacent
 * in the index of commands.
 */
export function newCommandId(): string {
  return v7()
}
