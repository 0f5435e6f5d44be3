import type { ClockChange, MomentFault } from './wall-clock'

/** Why a date, time and zone name no instant. `time`: whether the form accepts a blank time. */
export function momentSentence(fault: MomentFault, time: 'optional' | 'required'): string {
  switch (fault.reason) {
    case 'unknown-zone':
      return 'The link has an unknown time zone. Send the form again to use your own.'
    case 'no-date':
      return 'Enter a date such as 2026-06-30.'
    case 'no-time':
      return time === 'required'
        ? 'Enter a time, such as 14:03.'
        : 'Enter a time such as 14:03 or 14:03:22.118, or leave it blank.'
    case 'future':
      return 'That date is in the future.'
    case 'skipped':
      return clockChangeSentence(fault)
    case 'repeated':
      return `${clockChangeSentence(fault)} Which one?`
    default:
      return fault satisfies never
  }
}

/** The same for a form without buttons: how to write a repeated local time, which `readMoment` reads. */
export function momentSentenceWithOffsets(
  fault: MomentFault,
  time: 'optional' | 'required',
): string {
  if (fault.reason !== 'repeated') return momentSentence(fault, time)
  const ways = fault.choices.map(({ offset }) => `${fault.time} ${offset}`)
  return `${clockChangeSentence(fault)} Enter ${ways.join(' or ')}.`
}

/** What happened to a local time that was skipped or repeated by a clock change. */
export function clockChangeSentence(change: ClockChange): string {
  const { shown, zone } = change
  if (change.reason === 'repeated') {
    return `${shown} occurred twice in ${zone}, because the clocks went back.`
  }
  const leap = change.leap && ` from ${change.leap.from} to ${change.leap.to}`
  return `${shown} did not occur in ${zone}: the clocks went forward${leap ?? ''}.`
}

/** The buttons for the two instants of a repeated local time. */
export function choicesOf(fault: MomentFault): { label: string; instant: string }[] {
  if (fault.reason !== 'repeated') return []
  return fault.choices.map(({ offset, instant }, index) => ({
    label: `${index === 0 ? 'First' : 'Second'}, ${offset}`,
    instant,
  }))
}
