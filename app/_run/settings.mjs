import { readTrustedProxies } from '../_server/http/trusted-proxies.mjs'
import { readLimits } from '../_server/limits/limits.mjs'
import { readLogSettings } from '../_server/log/log-settings.mjs'
import { readMetricsSettings } from '../_server/metrics/metrics-settings.mjs'
import { readSecondFactor } from '../_server/process/second-factor.mjs'
import { readSessionTimes } from '../_server/process/session-times.mjs'
import { requireAlertSettings } from './alert-settings.mjs'
import { requireMail } from './mail.mjs'

/** Reads the settings that the web process needs. @throws a sentence about the first wrong one */
export function requireSettings() {
  readTrustedProxies(process.env.TRUSTED_PROXIES)
  readLimits()
  requireMail()
  requireAlertSettings()
  readSessionTimes(process.env)
  readSecondFactor(process.env)
  readLogSettings(process.env)
  readMetricsSettings(process.env)
}
