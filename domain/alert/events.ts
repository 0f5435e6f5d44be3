/** How urgent it is: `critical` is in the way of customers now. */
export type Severity = 'warning' | 'critical'

/** What a rule measured, in the unit of the rule, as decimal texts. */
export type Measured = {
  readonly value: string
  readonly threshold: string
  /** What it is about, such as the name of a subscriber; null when the rule says it all. */
  readonly about: string | null
}

/** A member of the staff, with the name at that time. */
export type Person = { readonly id: string; readonly name: string }

export type AlertEvent =
  /** `since`: when the fault was seen first, an RFC 3339 instant. */
  | ({
      readonly type: 'AlertRaised'
      readonly rule: string
      readonly severity: Severity
      readonly since: string
    } & Measured)
  | { readonly type: 'AlertAcknowledged'; readonly by: Person }
  /** `until`: when it was seen to be over. */
  | ({ readonly type: 'AlertCleared'; readonly until: string } & Measured)

/** Whether an event begins or ends an alert; null for one that does neither. */
export function turnOf(event: AlertEvent): 'raised' | 'cleared' | null {
  switch (event.type) {
    case 'AlertRaised':
      return 'raised'
    case 'AlertCleared':
      return 'cleared'
    default:
      return null
  }
}
