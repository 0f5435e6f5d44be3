import { get } from 'node:http'
import { ownAddress, readHost, readPort } from '../web.mjs'

const LIMIT_MS = 5_000

/** Asks the bank at HOST and PORT how it is, prints the answer. @returns the exit code */
export function askHealth() {
  const place = { host: ownAddress(readHost()), port: readPort(), path: '/api/health/ready' }
  return new Promise(resolve => {
    const fail = sentence => {
      console.error(sentence)
      resolve(1)
    }
    const request = get({ ...place, timeout: LIMIT_MS }, answer => {
      let text = ''
      answer.setEncoding('utf8').on('data', more => {
        text += more
      })
      answer.on('end', () => {
        console.log(text)
        resolve(answer.statusCode === 200 ? 0 : 1)
      })
      answer.on('error', () => fail('The bank broke its answer off.'))
    })
    request.on('timeout', () => request.destroy(new Error('no answer in time')))
    request.on('error', error => fail(`The bank doesn’t answer: ${error.message}.`))
  })
}
