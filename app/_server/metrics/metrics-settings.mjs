/**
 * Where the metrics are served (`METRICS_PORT`, `METRICS_HOST`); null without a port: nowhere.
 * @throws Error with a sentence for the person who wrote the setting
 */
export function readMetricsSettings(settings) {
  const text = settings.METRICS_PORT ?? ''
  if (text === '') return null
  const port = Number(text)
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new Error(`METRICS_PORT is “${text}”. It must be a number from 1 to 65535.`)
  }
  if (text === (settings.PORT || '3000')) {
    throw new Error(`METRICS_PORT is ${text}, as PORT is. Choose another port for the metrics.`)
  }
  return { port, host: settings.METRICS_HOST || '127.0.0.1' }
}
