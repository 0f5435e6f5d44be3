import { ACTIONS } from './actions.mjs'
import { call } from './ask.mjs'
import { confirmEverybody, doubtEverybody, openAccount } from './callers.mjs'
import { fingerprintOf } from './effects.mjs'
import { ROUTES } from './routes.mjs'

/**
 * Calls every door that asks for a proof as those who may use it, none of whom proved lately who they
 * are: nothing may come of it.
 */
export async function checkProofs(doors, there) {
  const faults = []
  const lines = doors.routes.flatMap(route => ROUTES[route] ?? []).filter(({ proof }) => proof)
  const actions = doors.actions.filter(({ name }) => ACTIONS[name]?.proof)
  let calls = 0
  for (const { path, method, bodyOf, expected } of lines) {
    for (const [caller, status] of Object.entries(expected)) {
      if (status >= 300 || caller === 'service') continue
      calls++
      const body = bodyOf(there)
      const sent = { method, json: body }
      const refused = await unproved(there, () => call(there, caller, path, sent))
      if (refused.status !== 403 || refused.hasEffect || !ASKS.test(refused.text))
        faults.push(`${method} ${path} by ${caller} without a proof: ${refused.status}.`)
    }
  }
  for (const { id, name, page } of actions) {
    const { who, prepare = ({ json }) => openAccount(json, {}), fields, isPlain } = ACTIONS[name]
    for (const caller of who) {
      calls++
      const subject = await prepare(there)
      const path = page.replace('[id]', subject ?? 'none')
      const sent = { action: id, form: fields(subject, there), isPlain }
      const refused = await unproved(there, () => call(there, caller, path, sent))
      if (refused.status >= 400 || refused.hasEffect || !ASKS.test(refused.text))
        faults.push(
          `${name} by ${caller} without a proof: ${refused.status}, ${refused.hasEffect}.`,
        )
    }
  }
  return { calls, faults }
}

const ASKS = /ConfirmationRequired/

async function unproved({ sql }, act) {
  const before = await fingerprintOf(sql)
  await doubtEverybody(sql)
  const answer = await act()
  await confirmEverybody(sql)
  return { ...answer, hasEffect: (await fingerprintOf(sql)) !== before }
}
