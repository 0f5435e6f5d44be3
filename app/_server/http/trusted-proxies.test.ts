import { isIP } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addressGroup,
  clientAddress,
  normalAddress,
  readTrustedProxies,
} from './trusted-proxies.mjs'

const PEER = '10.0.0.9'
const clientBy = (setting: string, forwardedFor?: string, peer = PEER) =>
  clientAddress(peer, forwardedFor, readTrustedProxies(setting))

test.each([
  // Nobody is trusted: what a client claims doesn't matter.
  ['', '1.1.1.1', PEER],
  ['0', '1.1.1.1', PEER],
  ['', undefined, PEER],
  // One proxy: it appended the last address.
  ['1', '1.1.1.1', '1.1.1.1'],
  ['1', '6.6.6.6, 1.1.1.1', '1.1.1.1'],
  ['1', undefined, PEER],
  ['1', '', PEER],
  ['1', 'unknown', PEER],
  ['1', '1.1.1.1, x', PEER],
  // Two hops, and one that a client claims before them.
  ['2', '6.6.6.6, 1.1.1.1, 10.0.0.8', '1.1.1.1'],
  ['2', '1.1.1.1', '1.1.1.1'],
  ['10.0.0.0/8', '6.6.6.6, 1.1.1.1, 10.0.0.8', '1.1.1.1'],
  ['10.0.0.9', '1.1.1.1, 10.0.0.8', '10.0.0.8'],
  ['10.0.0.9, 10.0.0.8', '1.1.1.1, 10.0.0.8', '1.1.1.1'],
  ['192.168.0.0/16', '1.1.1.1', PEER],
  ['10.0.0.0/8', '10.1.1.1, 10.0.0.8', '10.1.1.1'],
  ['1', '1.1.1.1:443', '1.1.1.1'],
  ['1', '[2001:DB8:0::1]:443', '2001:db8::1'],
  ['1', '::ffff:1.1.1.1', '1.1.1.1'],
])('with TRUSTED_PROXIES=%s, %s comes from %s', (setting, forwardedFor, client) => {
  expect(clientBy(setting, forwardedFor)).toBe(client)
})

test('a mapped peer is known by its IPv4 network, and an IPv6 one by its own', () => {
  expect(clientBy('127.0.0.1', '1.1.1.1', '::ffff:127.0.0.1')).toBe('1.1.1.1')
  expect(clientBy('2001:db8::/32', '1.1.1.1', '2001:db8:9::1')).toBe('1.1.1.1')
  expect(clientBy('2001:db8::/32', '1.1.1.1', '2001:db9::1')).toBe('2001:db9::1')
  expect(clientBy('1', '1.1.1.1', '')).toBe('0.0.0.0')
})

test('whatever a client claims, the address that the trusted proxies saw counts', () => {
  const claims = fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ maxLength: 20 })))
  fc.assert(
    fc.property(claims, fc.ipV4(), fc.integer({ min: 1, max: 4 }), (claimed, seen, count) => {
      const proxies = Array.from({ length: count - 1 }, (_, at) => `10.0.0.${at}`)
      const header = [...claimed, seen, ...proxies].join(', ')
      expect(clientBy(String(count), header)).toBe(seen)
    }),
    { seed: Number(process.env.SEED) },
  )
})

test('an address has one form', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), written => {
      const address = normalAddress(written) ?? ''
      expect(isIP(address)).toBeGreaterThan(0)
      expect(normalAddress(address)).toBe(address)
      expect(normalAddress(written.toUpperCase())).toBe(address)
    }),
    { seed: Number(process.env.SEED) },
  )
})

test.each(['x', '', '1.1.1', '1.1.1.1.1', '256.1.1.1', '1.1.1.1/8', ':::', '[1.1.1.1', 'a b'])(
  '“%s” is no address',
  text => {
    expect(normalAddress(text)).toBeNull()
  },
)

test.each([
  ['1.2.3.4', '1.2.3.4'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['2001:db8:1::', '2001:db8:1:0::/64'],
])('%s counts as %s', (address, group) => {
  expect(addressGroup(address)).toBe(group)
})

test.each([
  '-1',
  '17',
  '1.5',
  'yes',
  'loopback',
  '10.0.0.0/33',
  '10.0.0.1,',
  '::/129',
  '1.1.1.1/x',
])('TRUSTED_PROXIES=%s is refused with a sentence', setting => {
  expect(() => readTrustedProxies(setting)).toThrow(/^TRUSTED_PROXIES can’t be used: “.*\.$/)
})
