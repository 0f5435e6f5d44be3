export type MetricsSettings = { readonly port: number; readonly host: string }

export function readMetricsSettings(
  settings: Readonly<Record<string, string | undefined>>,
): MetricsSettings | null
