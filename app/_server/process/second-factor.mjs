/**
 * Of whom a second factor is required (`DAYBOOK_SECOND_FACTOR`): of nobody, or of the staff.
 * @throws Error with a sentence for the person who wrote the setting
 */
export function readSecondFactor({ DAYBOOK_SECOND_FACTOR: text = '' }) {
  if (text === '' || text === 'offered') return 'offered'
  if (text === 'staff') return 'staff'
  throw new Error(
    `DAYBOOK_SECOND_FACTOR is “${text}”. It must be “offered”, or “staff” to require it of the staff.`,
  )
}
