import { MULTIPART, multipart } from './forms.mjs'
import { STATES } from './odd-parts.mjs'
import { ODD_TEXTS } from './odd-texts.mjs'

const FIELDS = ['amount', 'owner', 'currency', 'email', 'password', 'note', '__proto__', 'date']
const REPLIES = ['[]', '["$K1"]', '[{},"$K1"]', '["$undefined","$K1"]', 'x', '["$F1","$@9"]', '[1]']
const TYPES = [
  ...[MULTIPART, MULTIPART, MULTIPART, 'text/plain;charset=UTF-8'],
  ...['multipart/form-data', 'x'],
]

/** A form post to a page with something corrupted: its fields, type, origin or action. */
export function actionPost(chance, bank) {
  const { port, forms, actions, signOutId } = bank
  const [target, fields] = chance.pick(forms)
  const isScripted = chance.percent(50)
  const spoilt = fields.flatMap(([name, value]) => {
    if (chance.percent(12)) return []
    return [[name, chance.percent(15) ? chance.pick(ODD_TEXTS).replaceAll(/[\r\n]/g, '') : value]]
  })
  for (const name of FIELDS) if (chance.percent(40)) spoilt.push([name, chance.pick(ODD_TEXTS)])
  const reply = chance.pick(REPLIES)
  const whole = isScripted
    ? [
        ['1_amount', '1'],
        ['0', reply],
      ]
    : spoilt
  const form = multipart(whole, { isCut: chance.percent(10) })
  const others = [reply, '', chance.bytes(200), '['.repeat(20_000)]
  const body = chance.percent(50) ? form : chance.pick(others)
  const own = `http://127.0.0.1:${port}`
  const origins = [own, own, own, own, own, '', 'null', 'x', 'http://evil.example', `${own}.evil`]
  const id = chance.percent(80)
    ? chance.pick(actions)
    : chance.pick(['', 'x', '0'.repeat(42), '__proto__'])
  const isLeaving = id === signOutId || JSON.stringify(fields).includes(signOutId)
  return {
    ...(isLeaving && { as: 'leaving' }),
    method: 'POST',
    target: chance.percent(85)
      ? target
      : chance.pick(['/nothing', '/icon.svg', '/audit', '/sign-in']),
    headers: [
      `content-type: ${chance.pick(TYPES)}`,
      `content-length: ${Buffer.byteLength(body)}`,
      ...(chance.percent(90) ? [`origin: ${chance.pick(origins)}`] : []),
      ...(isScripted ? [`next-action: ${id}`] : []),
      ...(chance.percent(15) ? [`next-router-state-tree: ${chance.pick(STATES)}`] : []),
      ...(chance.percent(5) ? ['sec-fetch-site: cross-site'] : []),
      ...(chance.percent(5) ? ['x-action-forwarded: 1'] : []),
    ],
    body,
  }
}
