import { expect, test } from 'vitest'
import { readBankParams } from '@/app/_server/bank/bank-params'
import { readCommand } from '@/app/_server/commands/command-body'
import {
  readComparisonParams,
  readExplanationParams,
  readFoldParams,
} from '@/app/_server/past/look-back-params'
import { readTimelineParams } from '@/app/_server/timeline/timeline-params'
import { readTimelineView } from '@/app/_wire/timeline'
import { readAccountsParams, readMomentParams } from './params'

/** Properties that every object with a prototype has. */
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
]
const READERS = {
  readAccountsParams,
  readMomentParams,
  readBankParams,
  readExplanationParams,
  readFoldParams: (url: string) => readFoldParams(`${url}&from=1`),
  readComparisonParams: (url: string) => readComparisonParams(`${url}&from=now&to=now`),
  timeline: (url: string) => readTimelineParams(url, false),
}

test.each(NAMES)('%s is an unknown parameter of every address', name => {
  for (const [reader, read] of Object.entries(READERS)) {
    const refused = JSON.stringify(read(`http://bank/?${name}=1`))
    expect(refused, reader).toBe(
      JSON.stringify(read('http://bank/?nope=1')).replaceAll('nope', name),
    )
    expect(refused, reader).toContain('"status":400')
  }
  expect(readTimelineView(new URLSearchParams([[name, '1']])).faults).toEqual([
    { field: name, reason: 'unknown' },
  ])
})

test.each(NAMES)('%s is neither a field nor a type of a command', name => {
  const command = `"commandId":"${crypto.randomUUID()}","accountId":"x","amount":"1"`
  for (const value of ['1', '{"type":"Deposit"}', 'null']) {
    const body: unknown = JSON.parse(`{"type":"Deposit",${command},"${name}":${value}}`)
    expect(readCommand(body)).toMatchObject({
      ok: false,
      problem: { status: 400, field: name, detail: `This command has no field “${name}”.` },
    })
  }
  const typed = readCommand(JSON.parse(`{"type":"${name}",${command}}`))
  expect(typed).toMatchObject({ ok: false, problem: { status: 400, field: 'type' } })
  const inherited = readCommand(JSON.parse(`{"${name}":{"type":"Deposit",${command}}}`))
  expect(inherited).toMatchObject({ ok: false, problem: { status: 400 } })
})
