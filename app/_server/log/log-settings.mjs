const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']
const formats = ['json', 'pretty']

/**
 * Which lines are logged (`LOG_LEVEL`), and how they look (`LOG_FORMAT`): JSON, or, on a terminal,
 * text for people.
 * @throws Error with a sentence for the person who wrote the setting
 */
export function readLogSettings(settings, isTerminal = false) {
  return {
    level: read(settings, 'LOG_LEVEL', levels, 'info'),
    format: read(settings, 'LOG_FORMAT', formats, isTerminal ? 'pretty' : 'json'),
  }
}

function read(settings, name, choices, otherwise) {
  const text = settings[name] ?? ''
  if (text === '') return otherwise
  if (choices.includes(text)) return text
  throw new Error(`${name} is “${text}”. It must be one of ${choices.join(', ')}.`)
}
