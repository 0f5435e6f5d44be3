/**
 * Whether the demo bank is wanted (DAYBOOK_DEMO): on the embedded database unless it is `off`, on
 * any other only if it is `on`. `isOff`: its people must not be able to sign in.
 * @param {{ DAYBOOK_DEMO?: string, DATABASE_URL?: string }} env
 * @returns {{ seeds: 'on' | 'off', isOff: boolean }}
 * @throws a sentence for any other value
 */
export function readDemo({ DAYBOOK_DEMO: asked = '', DATABASE_URL: url = '' } = process.env) {
  if (asked === '') return { seeds: url === '' ? 'on' : 'off', isOff: false }
  if (asked === 'on' || asked === 'off') return { seeds: asked, isOff: asked === 'off' }
  throw new Error(`DAYBOOK_DEMO is "${asked}"; it must be on or off.`)
}

/** Why a bank without a demo does not start. */
export function demoRefusal(signIns) {
  const emails = signIns.map(({ email }) => email).join(', ')
  return (
    `DAYBOOK_DEMO is off, but demo people with a public password can sign in: ${emails}. ` +
    'Disable them first: npm run people -- disable-demo'
  )
}
