import type { AccountJson, EventJson } from '@/app/_wire/types'

/** The state of a command's form. */
export type CommandFormState<Field extends string> = {
  /** The id of the form's next command; kept until the bank has answered. */
  commandId: string
  /** The typed values, kept after a refusal. */
  values: Record<Field, string>
  /**
   * Why the last command was refused: a sentence, the field at fault if there is one, and the kind
   * of refusal, such as `InsufficientFunds`, if the bank refused it. The field `proof` is there only
   * when the sender must prove again who they are (`ProofField`).
   */
  refusal: { sentence: string; field: Field | 'proof' | null; kind?: string } | null
  /** The result of the last accepted command. */
  accepted: { account: AccountJson; event: EventJson } | null
  /** The request that the last command became, because a second person must approve it. */
  requested?: string
}

/** The state of a form whose buttons each send a command: the reason is for the one that rejects. */
export type StepState = Pick<CommandFormState<'reason'>, 'commandId' | 'refusal'> & {
  reason: string
}

/** The state of a form whose command is reviewed before it is sent; `review` is what is shown then. */
export type Reviewed<Field extends string, Review> = CommandFormState<Field> & {
  review: Review | null
}
