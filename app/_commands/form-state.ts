import type { AccountJson, EventJson } from '@/app/_wire/types'

/** The state of a command's form. */
export type CommandFormState<Field extends string> = {
  /** The id of the form's next command; kept until the bank has answered. */
  commandId: string
  /** The typed values, kept after a refusal. */
  values: Record<Field, string>
  /** Why the last command was refused: a sentence, and the field at fault if there is one. */
  refusal: { sentence: string; field: Field | null } | null
  /** The result of the last accepted command. */
  accepted: { account: AccountJson; event: EventJson } | null
}
