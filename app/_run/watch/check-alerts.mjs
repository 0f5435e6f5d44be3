// npm run check:alerts: tests the alert rules with Prometheus's own promtool.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))
const asked = [
  ['check', 'rules', 'alerts.yml'],
  ['test', 'rules', 'alerts.test.yml'],
]

for (const args of asked) {
  const { error, status } = spawnSync('promtool', args, { cwd: folder, stdio: 'inherit' })
  if (error) {
    console.error('promtool is not installed. It comes with Prometheus (Debian: prometheus).')
    process.exit(2)
  }
  if (status !== 0) process.exit(1)
}
