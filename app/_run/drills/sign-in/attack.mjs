import { setTimeout as sleep } from 'node:timers/promises'
import { newAddress, tryToSignIn } from './clients.mjs'
import { inWords, quartiles } from './figures.mjs'

const ATTEMPTS = 1_000
const ATTACKERS = 20
const OWNER = 'customer@example.com'
const OTHERS = ['second-customer@example.com', 'teller@example.com', 'auditor@example.com']
const BEFORE = 60
const OWNER_MAX_S = 60
const SLOWER_MAX = 1.25
const PAUSE_MS = 100

/**
 * A thousand wrong passwords for one person from as many addresses, while others sign in. They come
 * at the pace of someone who waits for answers, over as long as the others need to be measured.
 */
export async function attackOnePerson(port, note) {
  const home = newAddress()
  const device = await tryToSignIn(port, { email: OWNER, address: home })
  const before = []
  for (let n = 0; n < BEFORE; n++) before.push(await signInOther(port, n))
  const during = []
  const statuses = new Map()
  let left = ATTEMPTS
  const attacker = async () => {
    while (left-- > 0) {
      const { status } = await tryToSignIn(port, { email: OWNER, password: `guess ${left}` })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      await sleep(PAUSE_MS)
    }
  }
  const startedAt = performance.now()
  let isOver = false
  const attack = Promise.all(Array.from({ length: ATTACKERS }, attacker)).then(() => {
    isOver = true
  })
  const known = []
  for (let n = 0; !isOver; n++) {
    during.push(await signInOther(port, n))
    if (n % 10 === 5) {
      known.push(await tryToSignIn(port, { email: OWNER, address: home }))
      known.push(await tryToSignIn(port, { email: OWNER, cookie: device.cookie }))
    }
  }
  await attack
  const seconds = (performance.now() - startedAt) / 1000
  const answers = [...statuses].map(([status, count]) => `${count} with ${status}`).join(', ')
  note(
    statuses.get(200) === undefined,
    `${ATTEMPTS} guesses in ${seconds.toFixed(1)} s: ${answers}`,
  )
  note(
    known.length > 0 && known.every(({ status }) => status === 200),
    `the owner signs in meanwhile, ${known.length} times in a known browser or from home`,
  )
  tell(before, during, note)
  await elsewhere(port, note)
}

function tell(before, during, note) {
  const [usual, slowed] = [quartiles(before), quartiles(during)]
  note(true, `others before: ${inWords(usual)}`)
  note(
    slowed.median <= usual.median * SLOWER_MAX,
    `others meanwhile: ${inWords(slowed)}, ${(slowed.median / usual.median).toFixed(2)} of before`,
  )
}

/** The owner, in a new browser at a new address, when the guessing has ended. */
async function elsewhere(port, note) {
  const address = newAddress()
  const startedAt = performance.now()
  const passed = () => (performance.now() - startedAt) / 1000
  let [answer, told] = [await tryToSignIn(port, { email: OWNER, address }), '']
  while (answer.status === 429 && passed() < OWNER_MAX_S + 5) {
    told ||= ` after “${JSON.parse(answer.text).detail}”`
    await sleep(answer.waitS * 1000)
    answer = await tryToSignIn(port, { email: OWNER, address })
  }
  note(
    answer.status === 200 && passed() <= OWNER_MAX_S,
    `the owner is in after ${passed().toFixed(1)} s in a new browser at a new address${told}`,
  )
}

/** A sign-in of somebody else with the right password, in milliseconds. */
async function signInOther(port, n) {
  const { status, tookMs } = await tryToSignIn(port, { email: OTHERS[n % OTHERS.length] })
  if (status !== 200) throw new Error(`Somebody else was answered with ${status}.`)
  return tookMs
}
