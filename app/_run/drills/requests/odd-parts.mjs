import { ODD_TEXTS } from './odd-texts.mjs'

export const METHODS = [
  ...['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'TRACK', 'CONNECT'],
  ...['PROPFIND', 'QUERY', 'SEARCH', 'PURGE', 'LINK', 'M-SEARCH', 'get', 'FOO', 'constructor', ''],
]
export const PARAMETERS = [
  ...['q', 'reference', 'cursor', 'limit', 'through', 'asOf', 'knownAt', 'version', 'from', 'to'],
  ...['type', 'direction', 'min', 'max', 'currency', 'clock', 'hour', 'by', 'note', 'correlation'],
  ...['late', 'refused', 'zone', 'order', 'at', 'event', 'account', 'format', 'points', 'days'],
  ...['next', 'date', 'time', 'knownDate', 'withAsOf', 'with', '_rsc', 'nxtPid', 'a[b]', 'a[]'],
]
export const HEADERS = [
  ...['host', 'origin', 'referer', 'sec-fetch-site', 'sec-fetch-dest', 'sec-fetch-mode', 'accept'],
  ...['accept-encoding', 'accept-language', 'content-type', 'if-none-match', 'if-modified-since'],
  ...['if-match', 'if-unmodified-since', 'range', 'if-range', 'upgrade', 'authorization'],
  ...['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-for', 'x-forwarded-port', 'forwarded'],
  ...['x-nextjs-data', 'x-middleware-subrequest', 'x-middleware-rewrite', 'x-middleware-next'],
  ...['x-middleware-override-headers', 'x-invoke-path', 'x-invoke-status', 'x-invoke-error'],
  ...['x-matched-path', 'x-now-route-matches', 'x-prerender-revalidate', 'next-resume', 'x-nonce'],
  ...[
    'x-daybook-address',
    'x-daybook-client',
    'x-request-id',
    'x-action-forwarded',
    'purpose',
    'via',
    'te',
    'trailer',
  ],
  ...['__proto__', 'constructor', 'user-agent', 'x-http-method-override', 'max-forwards', 'dnt'],
]
export const HEADER_TEXTS = [
  ...ODD_TEXTS,
  ...['localhost:99999', '[::', 'evil.example', 'a b<', 'http://evil.example', 'cross-site', '1'],
  ...['bytes=9999999-', 'bytes=0-0,1-1', 'gzip;q=zz', '"x', 'websocket', '100-continue', 'h2c'],
  ...[
    '/_global-error',
    'proxy:proxy:proxy:proxy:proxy',
    '/../..',
    'javascript',
    'text/x-component',
  ],
]
export const COOKIES = [
  ...['daybook.session_token', 'daybook-zone', 'daybook-theme', 'daybook-order', '__proto__', ''],
  ...['constructor', '__prerender_bypass', '__next_preview_data', '__Secure-daybook.session_token'],
]
export const POSTED = [
  '/api/commands',
  '/api/auth/sign-in/email',
  '/api/auth/sign-out',
  '/api/health',
]
export const REDIRECTS = [
  ...['/.//evil.example', '/x/..//evil.example', '//evil.example', '/\\evil.example', '///evil'],
  ...[
    '/%2f/evil.example',
    '/%2e//evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\\\\evil',
  ],
  ...['https://evil.example', 'javascript:alert(1)', 'http:/accounts', '/;@evil.example', '/x?//y'],
  ...['/@evil.example', '//@evil.example:80', '/x/%2e%2e//evil.example', ' //evil.example', '/ok'],
  ...['/./..//evil.example', '/.\\evil.example', '/%5cevil.example', '/\u00a0/evil', '//[::', ''],
]

export const STATES = [
  ...[
    '',
    'x',
    '{}',
    '[]',
    '%ZZ',
    '%5B%22%22%2C%7B%7D%5D',
    'null',
    '1',
    '%22%22',
    'x'.repeat(15_000),
  ],
  ...[
    ['', { children: ['constructor', {}] }, null, 'refetch'],
    ['', { children: [['id', '__proto__', 'd', null], {}] }, null, 'refetch'],
    ['', JSON.parse('{"__proto__":["x",{}]}'), null, null],
    [
      '',
      { children: ['accounts', { children: ['__PAGE__?{"x":1}', {}] }] },
      ['/x', ''],
      'metadata-only',
    ],
    ['', {}, null, 'inside-shared-layout', true],
    [1, 2, 3],
  ].map(tree => encodeURIComponent(JSON.stringify(tree))),
  encodeURIComponent(`${'["",{"a":'.repeat(300)}1${'}]'.repeat(300)}`),
]
