import type { PersonChangeJson } from '@/app/_wire/people'

/** The state of a form that changes a person. */
export type PersonFormState<Field extends string> = {
  /** The id of the form's next command; kept until the bank has answered. */
  commandId: string
  values: Record<Field, string>
  refusal: { sentence: string; field: Field | 'proof' | null; kind?: string } | null
  /** What came of the last command. */
  accepted: PersonChangeJson | null
}
