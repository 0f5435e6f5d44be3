import { BlockList, isIP } from 'node:net'

/** The most proxies in a row. */
const COUNT_MAX = 16

/**
 * Which proxies may say whom they pass on (`TRUSTED_PROXIES`): how many in front of the bank, or
 * their addresses and networks. Without it none, so the client is who opened the connection.
 * @throws Error with a sentence for the person who wrote the setting
 */
export function readTrustedProxies(setting = '') {
  const text = setting.trim()
  if (/^\d+$/.test(text) && Number(text) <= COUNT_MAX) return trustCount(Number(text))
  if (text === '') return trustCount(0)
  const networks = new BlockList()
  for (const entry of text.split(',')) addNetwork(networks, entry.trim())
  return address => networks.check(address, familyOf(address))
}

/** Trusts the connection and the proxies before it, up to a number. */
function trustCount(count) {
  return (_address, hop) => hop < count
}

function addNetwork(networks, entry) {
  const [written = '', bits, ...more] = entry.split('/')
  const address = normalAddress(written)
  const family = address === null ? 'none' : familyOf(address)
  const widest = family === 'ipv6' ? 128 : 32
  const isNetwork = /^\d{1,3}$/.test(bits ?? '') && Number(bits) <= widest && more.length === 0
  if (address === null || isIP(written) === 0 || (bits !== undefined && !isNetwork)) {
    throw new Error(
      `TRUSTED_PROXIES can’t be used: “${entry}” is neither an address nor a network. Write the ` +
        `number of proxies in front of the bank, up to ${COUNT_MAX}, or their addresses, such as ` +
        '10.0.0.0/8, 2001:db8::1.',
    )
  }
  if (bits === undefined) networks.addAddress(address, family)
  else networks.addSubnet(address, Number(bits), family)
}

function familyOf(address) {
  return address.includes(':') ? 'ipv6' : 'ipv4'
}

/**
 * The client of a request: the last address that no trusted proxy has. `X-Forwarded-For` is read
 * from its end, because each proxy appends whom it was connected to, and anybody may begin it.
 * @param {string | undefined} peer the other end of the connection
 * @param {string | undefined} forwardedFor
 * @param {(address: string, hop: number) => boolean} isTrusted
 */
export function clientAddress(peer, forwardedFor, isTrusted) {
  let client = normalAddress(peer ?? '')
  if (client === null) return UNKNOWN
  const before = (forwardedFor ?? '')
    .split(',')
    .slice(-COUNT_MAX - 1)
    .reverse()
  for (const [hop, written] of before.entries()) {
    if (!isTrusted(client, hop)) return client
    const address = normalAddress(written)
    if (address === null) return client
    client = address
  }
  return client
}

/** The client of a connection without an address, such as one that has ended. */
const UNKNOWN = '0.0.0.0'

/**
 * An address in one form, without port, brackets and zone; IPv4 addresses that are written as IPv6
 * (RFC 4291, section 2.5.5.2) are IPv4. Null for any other text.
 */
export function normalAddress(written) {
  const text = written.trim()
  const [, inner] = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text) ?? []
  const [, beforePort] = /^([\d.]+):\d{1,5}$/.exec(text) ?? []
  const address = (inner ?? beforePort ?? text).replace(/%[\w.-]*$/, '')
  if (isIP(address) === 4) return address
  if (isIP(address) === 0) return null
  const short = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(short) ?? []
  if (high === undefined || low === undefined) return short
  const bits = Number.parseInt(high, 16) * 0x1_00_00 + Number.parseInt(low, 16)
  return [24, 16, 8, 0].map(shift => Math.floor(bits / 2 ** shift) % 256).join('.')
}

/** What limits count as one client: an IPv4 address, or the /64 of IPv6, which is one customer's. */
export function addressGroup(address) {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const parts = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - parts.length - after.length
  const whole = [...parts, ...Array.from({ length: zeros }, () => '0'), ...after]
  return `${whole.slice(0, 4).join(':')}::/64`
}
