// What the quickstart needs of curl 7.82: -s, -c and -b for a cookie jar, --json.
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    silent: { type: 'boolean', short: 's' },
    'cookie-jar': { type: 'string', short: 'c' },
    cookie: { type: 'string', short: 'b' },
    json: { type: 'string' },
  },
})
const headers = { 'content-type': 'application/json' }
if (values.cookie) headers.cookie = readFileSync(values.cookie, 'utf8')
const response = await fetch(`http://${positionals[0]}`, {
  method: values.json === undefined ? 'GET' : 'POST',
  headers,
  body: values.json,
})
const set = response.headers.getSetCookie().map(cookie => cookie.split(';')[0])
if (values['cookie-jar']) writeFileSync(values['cookie-jar'], set.join('; '))
process.stdout.write(await response.text())
