import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromium, type LaunchOptions } from '@playwright/test'

const run = promisify(execFile)

const PACKAGE = 'node_modules/@sparticuz/chromium'
const UNPACK = `await (await import('@sparticuz/chromium')).default.executablePath()`

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/**
 * Finds a Chromium for the browser tests: CHROMIUM_PATH, Playwright's own, the system's, the one
 * from npm, or else Playwright's download. Returns launch options for Playwright.
 */
export async function findBrowser(): Promise<LaunchOptions> {
  const named = process.env.CHROMIUM_PATH
  if (named !== undefined) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names no file: ${named}`)
    return { executablePath: named }
  }
  const found = [chromium.executablePath(), ...SYSTEM_BROWSERS].find(path => existsSync(path))
  if (found !== undefined) return { executablePath: found }
  if (process.platform === 'linux' && process.arch === 'x64') return unpackedBrowser()
  await run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'])
  return {}
}

/**
 * The Chromium of @sparticuz/chromium with the libraries that a bare Debian lacks, unpacked once
 * per version into the user's cache. It unpacks into its TMPDIR, here a folder of this process's
 * own that is renamed when complete, so that concurrent and interrupted runs do no harm.
 */
async function unpackedBrowser(): Promise<LaunchOptions> {
  const { version } = JSON.parse(await readFile(`${PACKAGE}/package.json`, 'utf8'))
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'daybook')
  const folder = join(cache, `chromium-${version}`)
  if (!existsSync(folder)) {
    await mkdir(cache, { recursive: true })
    const staging = await mkdtemp(join(cache, '.unpacking-'))
    await run(process.execPath, ['--input-type=module', '-e', UNPACK], {
      env: { ...process.env, TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
    })
    await pointFontsAt(join(staging, 'fonts', 'fonts.conf'), join(folder, 'fonts'))
    await rename(staging, folder).catch(() => rm(staging, { recursive: true, force: true }))
  }
  const libraries = [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean)
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      ...process.env,
      LD_LIBRARY_PATH: libraries.join(':'),
      FONTCONFIG_PATH: join(folder, 'fonts'),
    },
  }
}

/** The bundled font configuration searches only /tmp. */
async function pointFontsAt(configuration: string, fonts: string): Promise<void> {
  const text = await readFile(configuration, 'utf8')
  await writeFile(configuration, text.replaceAll('/tmp/fonts', fonts))
}
