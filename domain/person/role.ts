/** What a person may do is decided by their role; see app/_server/people/rights.ts. */
export const ROLES = ['customer', 'teller', 'auditor', 'admin'] as const

export type Role = (typeof ROLES)[number]

export function isRole(text: string): text is Role {
  return ROLES.some(role => role === text)
}
