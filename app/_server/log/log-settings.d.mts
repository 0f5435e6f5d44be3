export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'

export type LogSettings = { readonly level: LogLevel; readonly format: 'json' | 'pretty' }

export function readLogSettings(
  settings: Readonly<Record<string, string | undefined>>,
  isTerminal?: boolean,
): LogSettings
