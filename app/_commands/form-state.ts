import type { AccountJson, EventJson } from '@/app/_wire/types'

/** What a command's form shows between two answers. */
export type CommandFormState<Field extends string> = {
  /** The id that the next command of this form will have; kept until the bank has answered. */
  commandId: string
  /** What was typed, for after a refusal. */
  values: Record<Field, string>
  /** Why the last command was not carried out: a sentence, and the input to blame if it is one. */
  refusal: { sentence: string; field: Field | null } | null
  /** What the last command did. */
  accepted: { account: AccountJson; event: EventJson } | null
}
