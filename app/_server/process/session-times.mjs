const minuteMs = 60_000
const hourMs = 60 * minuteMs

/**
 * The times of sessions (`DAYBOOK_IDLE_STAFF_MINUTES`, `DAYBOOK_IDLE_CUSTOMER_MINUTES`,
 * `DAYBOOK_SESSION_HOURS`, `DAYBOOK_CONFIRM_MINUTES`). Idle times are two minutes or more: people are warned in the last one.
 * @throws Error with a sentence for the person who wrote the setting
 */
export function readSessionTimes(settings) {
  return {
    idleMs: {
      staff: read(settings, 'DAYBOOK_IDLE_STAFF_MINUTES', 15, 2, 1440) * minuteMs,
      customer: read(settings, 'DAYBOOK_IDLE_CUSTOMER_MINUTES', 30, 2, 1440) * minuteMs,
    },
    lifetimeMs: read(settings, 'DAYBOOK_SESSION_HOURS', 12, 1, 168) * hourMs,
    confirmedMs: read(settings, 'DAYBOOK_CONFIRM_MINUTES', 5, 1, 1440) * minuteMs,
  }
}

function read(settings, name, otherwise, min, max) {
  const text = settings[name] ?? ''
  if (text === '') return otherwise
  const number = Number(text)
  if (/^\d{1,5}$/.test(text) && number >= min && number <= max) return number
  throw new Error(`${name} is “${text}”. It must be a whole number from ${min} to ${max}.`)
}
