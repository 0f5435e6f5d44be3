import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const SOURCE = fileURLToPath(new URL('payer.ts', import.meta.url))
const CLOCK = new URL('../shifted-clock.mjs', import.meta.url)

/** How a payer is started: where it kills itself, its clock, and a fault. */
export type Orders = {
  readonly kill?: string
  /** Its clock is ahead by so many seconds. */
  readonly clockFile?: string
  readonly plant?: string | null
  /** It pays as the release before does, one command after the other. */
  readonly isStepwise?: boolean
}

/** A process that pays what is due. */
export type Payer = {
  kill(): void
  /** Resolves when it has ended: whether it was killed. @throws Error when it failed */
  readonly ended: Promise<{ readonly isKilled: boolean }>
}

/** Bundles the payer into a folder, so that hundreds of them start soon. */
export async function openCrew(folder: string) {
  const file = join(folder, 'payer.mjs')
  await build({
    entryPoints: [SOURCE],
    outfile: file,
    bundle: true,
    format: 'esm',
    platform: 'node',
    // `server-only` throws unless it is resolved as for React Server Components.
    conditions: ['react-server'],
    banner: {
      js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  })
  const running = new Set<ChildProcess>()

  function start(url: string, { kill, clockFile, plant, isStepwise }: Orders = {}): Payer {
    const preload = clockFile ? ['--import', CLOCK.href] : []
    const child = spawn(process.execPath, [...preload, file], {
      env: {
        ...process.env,
        DATABASE_URL: url,
        DRILL_KILL: kill ?? '',
        DRILL_PLANT: plant ?? '',
        DRILL_STEPWISE: isStepwise ? 'yes' : '',
        DRILL_CLOCK_FILE: clockFile ?? '',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    running.add(child)
    let told = ''
    child.stderr.setEncoding('utf8').on('data', text => {
      told += text
    })
    const ended = new Promise<{ isKilled: boolean }>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) => {
        running.delete(child)
        if (signal === 'SIGKILL') resolve({ isKilled: true })
        else if (code === 0) resolve({ isKilled: false })
        else reject(new Error(`A payer ended with ${code ?? signal}: ${told}`))
      })
    })
    return { kill: () => void child.kill('SIGKILL'), ended }
  }

  return {
    start,
    /** Pays until nothing is due. */
    async payAll(url: string, orders: Orders = {}): Promise<void> {
      await start(url, orders).ended
    },
    close() {
      for (const child of running) child.kill('SIGKILL')
    },
  }
}

export type Crew = Awaited<ReturnType<typeof openCrew>>
