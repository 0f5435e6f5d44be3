import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parse } from 'yaml'
import { projectFolder } from '../../../db/tools/programs.mjs'
import { VERBS } from '../release/verbs.mjs'
import { deployBlocks, deployNames } from './deploy-document.mjs'

const read = path => readFileSync(join(projectFolder, path), 'utf8')
const caddyfile = join(projectFolder, 'app/_run/deploy/Caddyfile')
let folder

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-deploy-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function instructions() {
  const text = read('Dockerfile').replaceAll(/\\\n/g, ' ')
  return text.split('\n').flatMap(line => {
    const [, name, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? []
    return name === undefined ? [] : [{ name, rest }]
  })
}

function given(name) {
  return instructions().find(one => one.name === name)?.rest ?? ''
}

/** An image with a version, not whatever is newest. */
const fixedImage = /^[\w./-]+:(?!latest)\d[\w.-]*$/

test('the Dockerfile makes an image of the release alone, for a user without rights', () => {
  expect(given('FROM')).toMatch(fixedImage)
  expect(instructions().filter(({ name }) => name === 'COPY')).toEqual([
    { name: 'COPY', rest: 'dist/ ./' },
  ])
  expect(given('USER')).toMatch(/^(?!root|0)\w+$/)
  expect(instructions().some(({ name }) => name === 'RUN' || name === 'ADD')).toBe(false)
  for (const form of ['ENTRYPOINT', 'CMD']) expect(JSON.parse(given(form))).toBeInstanceOf(Array)
  const [, probe = ''] = /CMD (.*)$/.exec(given('HEALTHCHECK')) ?? []
  expect(VERBS).toHaveProperty(JSON.parse(probe)[2])
  expect(VERBS).toHaveProperty(JSON.parse(given('CMD'))[0])
})

test('nothing but the release is sent to Docker', () => {
  expect(read('.dockerignore').trim().split('\n')).toEqual(['*', '!dist'])
})

test('compose has Daybook twice, its database and a proxy', () => {
  const { services, volumes } = parse(read('compose.yaml'), { merge: true })
  const banks = Object.values(services).filter(({ image }) => image.startsWith('daybook:'))
  expect(banks).toHaveLength(2)
  for (const bank of banks) {
    expect(bank).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    })
    expect(bank.ports).toBeUndefined()
    expect(Object.keys(bank.environment)).toEqual(
      expect.arrayContaining([
        'DATABASE_URL',
        'BETTER_AUTH_URL',
        'BETTER_AUTH_SECRET',
        'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY',
        'TRUSTED_PROXIES',
      ]),
    )
  }
  for (const { image, volumes: mounts = [] } of Object.values(services)) {
    if (!banks.some(bank => bank.image === image)) expect(image).toMatch(fixedImage)
    for (const mount of mounts) {
      const [from] = mount.replace(/\$\{[^}]*\}/, '.').split(':')
      expect(from.startsWith('.') || Object.hasOwn(volumes, from), mount).toBe(true)
    }
  }
  const published = Object.entries(services).filter(([, { ports }]) => ports !== undefined)
  expect(published.map(([name]) => name)).toEqual(['proxy'])
})

test('each secret of compose must be given', () => {
  const names = [...read('compose.yaml').matchAll(/\$\{(\w*(?:SECRET|PASSWORD|KEY))(:\?)?/g)]
  const required = new Set(names.filter(([, , mark]) => mark).map(([, name]) => name))
  expect([...new Set(names.map(([, name]) => name))].filter(name => !required.has(name))).toEqual(
    [],
  )
})

test('the systemd unit runs an instance for each port, without rights', () => {
  const unit = read('app/_run/deploy/daybook@.service')
  for (const line of [
    'User=daybook',
    'Environment=PORT=%i',
    'Restart=on-failure',
    'RestartPreventExitStatus=78',
    'KillMode=mixed',
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
    'CapabilityBoundingSet=',
  ]) {
    expect(unit.split('\n')).toContain(line)
  }
  if (!has('systemd-analyze')) return
  writeFileSync(join(folder, 'daybook@.service'), unit.replace('/usr/bin/node', process.execPath))
  const said = spawnSync('systemd-analyze', ['verify', join(folder, 'daybook@3001.service')], {
    encoding: 'utf8',
  })
  expect({ status: said.status, faults: said.stderr.match(/daybook@.*/g) }).toEqual({
    status: 0,
    faults: null,
  })
})

test('the Caddyfile keeps to what Caddy understands', () => {
  const text = read('app/_run/deploy/Caddyfile')
  expect(text).toContain('health_uri /api/health/ready')
  expect(text.split('{').length).toBe(text.split('}').length)
  if (!has('caddy')) return
  const env = {
    ...process.env,
    DAYBOOK_SITE: 'bank.example.com',
    DAYBOOK_UPSTREAMS: '127.0.0.1:3001 127.0.0.1:3002',
    DAYBOOK_STATIC: folder,
    XDG_DATA_HOME: folder,
    XDG_CONFIG_HOME: folder,
  }
  const args = ['validate', '--config', caddyfile, '--adapter', 'caddyfile']
  const { status, stderr } = spawnSync('caddy', args, { env, encoding: 'utf8' })
  expect(status, stderr).toBe(0)
})

test('DEPLOY.md marks its blocks, and names only verbs and npm scripts that exist', () => {
  const blocks = deployBlocks()
  expect([...new Set(blocks.map(({ kind }) => kind))].sort()).toEqual(['', 'as-root', 'values'])
  expect(deployNames(blocks)).toContain('BANK')
  const text = read('DEPLOY.md')
  const verbs = [...text.matchAll(/daybook\.mjs"? ([a-z]+)/g)].map(([, verb]) => verb)
  expect(verbs.filter(verb => !Object.hasOwn(VERBS, verb))).toEqual([])
  const { scripts } = JSON.parse(read('package.json'))
  const names = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name)
  expect(names.filter(name => !Object.hasOwn(scripts, name))).toEqual([])
})

test.each(deployBlocks().map((block, index) => [index, block]))(
  'block %i is valid shell',
  (_, block) => {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: block.text, encoding: 'utf8' })
    expect(status, `${block.text}\n${stderr}`).toBe(0)
  },
)

/** Whether this machine has a program; if not, the rules above are all that is checked. */
function has(program) {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined
}
