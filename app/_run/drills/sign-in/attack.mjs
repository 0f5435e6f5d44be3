import { setTimeout as sleep } from 'node:timers/promises'
import { newAddress, tryToSignIn } from './clients.mjs'
import { inWords, quartiles } from './figures.mjs'

const ATTEMPTS = 1_000
const ATTACKERS = 20
const OWNER = 'customer@example.com'
const OTHERS = ['second-customer@example.com', 'teller@example.com', 'auditor@example.com']
const SLICE = 10
const OWNER_MAX_S = 60
const SLOWER_MAX = 1.25
const PAUSE_MS = 1_000

/**
 * A thousand wrong passwords for one person from as many addresses, about twenty a second, while
 * others sign in; every other moment nobody guesses, to compare.
 */
export async function attackOnePerson(port, note) {
  const home = newAddress()
  const device = await tryToSignIn(port, { email: OWNER, address: home })
  const [before, during, known] = [[], [], []]
  const guessing = openGuessing(port)
  const startedAt = performance.now()
  try {
    for (let n = 0; guessing.left() > 0; n++) {
      // In slices, so that other work of the machine slows both.
      const isQuiet = Math.floor(n / SLICE) % 2 === 0
      guessing.pause(isQuiet)
      const tookMs = await signInOther(port, n)
      if (isQuiet) before.push(tookMs)
      else during.push(tookMs)
      if (isQuiet || n % SLICE > 0) continue
      known.push(await tryToSignIn(port, { email: OWNER, address: home }))
      known.push(await tryToSignIn(port, { email: OWNER, cookie: device.cookie }))
    }
  } finally {
    await guessing.end()
  }
  const { statuses } = guessing
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

/** Guesses the owner's password from many addresses at once. */
function openGuessing(port) {
  const statuses = new Map()
  let [left, isPaused] = [ATTEMPTS, true]
  const guess = async () => {
    while (left > 0) {
      await sleep(PAUSE_MS)
      if (isPaused) continue
      left -= 1
      const { status } = await tryToSignIn(port, { email: OWNER, password: `guess ${left}` })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  }
  const all = Promise.all(Array.from({ length: ATTACKERS }, guess))
  return {
    statuses,
    left: () => left,
    pause: isNow => {
      isPaused = isNow
    },
    async end() {
      left = 0
      await all
    },
  }
}

function tell(before, during, note) {
  const [usual, slowed] = [quartiles(before), quartiles(during)]
  note(true, `others without guesses: ${inWords(usual)}`)
  note(
    slowed.median <= usual.median * SLOWER_MAX,
    `others with them: ${inWords(slowed)}, ${(slowed.median / usual.median).toFixed(2)} of without`,
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
