/** Names that every object with a prototype has. */
export const PROTOTYPE_NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  '__defineGetter__',
  'toLocaleString',
  'prototype',
  'then',
]

/** Texts that may break a layer between socket and database. */
export const ODD_TEXTS = [
  ...PROTOTYPE_NAMES,
  ...['', ' ', '0', '-1', '1e9', 'NaN', 'null', 'undefined', 'true', '[]', '{}', '*', '.', '..'],
  ...['9'.repeat(400), 'a'.repeat(3_000), '[object Object]', '{{7*7}}', '%s%n%x'],
  ...["' or '1'='1", "'; drop table events; --", '"><script>alert(1)</script>', '$1', '\\', '`id`'],
  ...['\u0000', 'a\u0000b', '\r\nx-injected: 1', '\u001b[31m', '\u0085', '\u2028', '\u202ecba'],
  ...['\ud800', '\ufffe', '\ufeff', '💥', 'İ', 'ﷺ', 'e\u0301', '\u200d', '１２３'],
  ...['../../etc/passwd', '..\\..\\x', '//evil.example', '/\\evil.example', 'javascript:alert(1)'],
]

/** Moments that no calendar or database accepts, and some valid ones. */
export const ODD_DATES = [
  ...['now', 'v0', 'v1', 'v-1', 'v999999999999', 'V1', 'v1.5', 'v', '2026-06-30', '2026-13-45'],
  ...['2026-02-30', '0000-00-00', '0001-01-01', '9999-12-31', '10000-01-01', '-2026-06-30'],
  ...['9999-12-31T23:59:60Z', '+275760-09-13T00:00:00.001Z', '-271821-04-20T00:00:00Z'],
  ...['2026-06-30T24:00:00Z', '2026-06-30T14:03:00+99:99', '2026-06-30T14:03:00-00:00'],
  ...['2026-06-30T14:03:00.123456789012345Z', '2026-06-30 14:03', '2026-W27-2', '20260630'],
  ...[
    '1751292180',
    '1e12',
    '2026-06-30T14:03:00Z\u0000',
    '２０２６-06-30',
    '4713-01-01 BC',
    'infinity',
  ],
  ...['2026-03-29T02:30', '2026-06-30T14:03', '1970-01-01T00:00:00.000Z', 'epoch', 'today'],
]

/** Cursors that no list has given. */
export const ODD_CURSORS = [
  ...['0', '-1', '01', '1.1', '2.9', '0.0', '0~', '~', '~~', '_', '__1', '1_2_3', '4294967296'],
  ...['9999999999', `${'9'.repeat(15)}_${'0'.repeat(36)}_1`, 'x'.repeat(250), 'MA', '====', '%'],
  Buffer.from('2026-06-30T00:00:00.000Z 00000000-0000-0000-0000-000000000000').toString(
    'base64url',
  ),
  Buffer.from('+275760-09-13T00:00:00.000Z x').toString('base64url'),
  Buffer.from('\u0000 \u0000').toString('base64url'),
]

/** Paths that servers and proxies interpret differently. */
export const ODD_PATHS = [
  ...['*', '/', '//', '///', '/.', '/..', '/../', '/./', '/..;/x', '/;x', '/?', '/#', '/%', '/%ZZ'],
  ...['/%00', '/accounts/%00', '/accounts%2f', '/accounts%2F..%2Fapi', '/%2e%2e/%2e%2e/etc/passwd'],
  ...['/%2f%2fevil.example', '/%5cevil.example', '//evil.example', '//evil.example/%2f..'],
  ...['/\\evil.example', '/\\/evil.example', '/.//evil.example', '/x/..//evil.example', '/x//y'],
  ...['/%E0%A4%A', '/%C0%AF', '/%ED%A0%80', '/%FF', '/accounts/%FF', '/api/%FF', '/api/%', '/api'],
  ...['/api/', '/API/health', '/api/health/', '/api//health', '/api/health%2f', '/api/health/x'],
  ...['/%61pi/health', '/api/accounts/%2e%2e/health', '/api/../sign-in', '/sign-in/', '/sign-in/x'],
  ...['/_next', '/_next/', '/_next/image', '/_next/image?url=%2Ficon.svg&w=64&q=75', '/_next/data'],
  ...['/_next/static', '/_next/static/', '/_next/static/nope.js', '/_next/static/%00.js'],
  ...['/_next/static/..%2f..%2fserver', '/_next/static/%2e%2e/BUILD_ID', '/_next/webpack-hmr'],
  ...['/_next/data/x/accounts.json', '/_next/static/chunks/', '/favicon.ico', '/favicon.ico/x'],
  ...[
    '/icon.svg',
    '/icon.svg/',
    '/icon.svg%00',
    '/account.png',
    '/account.png/x',
    '/account.png%00',
  ],
  ...['/_error', '/_global-error', '/%5fglobal-error', '/_global-error/x', '/_not-found', '/404'],
  ...['/500', '/405', '/index', '/index.html', '/middleware', '/proxy', '/sign-in.rsc', '/.env'],
  ...['/sign-in.segments/_tree.segment.rsc', '/accounts.rsc', '/_global-error.rsc', '/.git/config'],
  ...[
    '/package.json',
    '/next.config.ts',
    '/.next/BUILD_ID',
    '/server.js',
    '/robots.txt',
    '/a.json',
  ],
  ...['/[id]', '/accounts/[id]', '/(group)/x', '/@slot/x', '/__proto__', '/constructor', '/💥'],
  ...['/accounts/__proto__', '/accounts/constructor/events', `/${'a'.repeat(5_000)}`, '/a%0d%0ab'],
]
