/** What the launcher says of the bank's people: the answer of app/_server/demo/seed.ts. */
export function describePeople({ seeded, signIns, setUpToken }) {
  if (seeded) return 'demo bank created'
  if (setUpToken !== null) return 'nobody yet'
  return signIns.length > 0 ? 'demo bank' : 'ready'
}

/** The link by which the first administrator sets the bank up, or the demo sign-ins, or nothing. */
export function welcome({ signIns, password, setUpToken }, address) {
  if (setUpToken !== null) {
    const link = new URL(`/join/${setUpToken}`, process.env.BETTER_AUTH_URL || address).href
    return `\nNobody can sign in yet. Make yourself administrator within an hour:\n${link}\n`
  }
  if (signIns.length === 0) return ''
  const lines = signIns.map(({ email, role }) => `  ${email.padEnd(32)}${role}\n`)
  return `\nDemo sign-ins, all with the password ${password}:\n${lines.join('')}`
}
