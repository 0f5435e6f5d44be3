import { fileURLToPath } from 'node:url'
import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

if (process.env.SEED === undefined) {
  process.env.SEED = String(Date.now() % 2 ** 31)
  console.log(`Random cases come from SEED=${process.env.SEED}; set it to see them again.`)
}

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '')

/** Keep something in their modules, or put stand-ins in the place of some: each in its own process. */
const APART = [
  'app/forms.test.ts',
  'app/pages.test.ts',
  'app/_server/{http,limits,log,metrics,process,streams,traces}/**/*.test.ts',
  'app/api/{outage,ready,session,storage,streams}.test.ts',
  'db/own-units.test.ts',
  'db/codecs/registry.test.ts',
  'db/testing/{dialect,tally/tally}.test.ts',
]

const withDatabase = {
  globalSetup: 'db/testing/server.ts',
  setupFiles: ['db/testing/each-file.ts', 'db/testing/each-bank.ts'],
  testTimeout: 60_000,
  hookTimeout: 60_000,
}

/**
 * `server-only` throws unless resolved as for React Server Components. Node gets the same conditions,
 * and can't load what some packages have under `module`, for bundlers.
 */
const onServer = {
  resolve: {
    conditions: ['react-server', ...defaultServerConditions.filter(one => one !== 'module')],
  },
}

/**
 * `unit` needs nothing. `db` and `db-apart` need a PostgreSQL in TEST_SERVER_URL, and make a database
 * for each file there. Files share a process, which loads each module once, but for those of
 * `db-apart`.
 */
export default defineConfig({
  resolve: { alias: { '@': root } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          isolate: false,
          setupFiles: 'db/testing/each-file.ts',
          include: ['domain/**/*.test.ts', 'app/**/*.test.ts', 'app/_run/**/*.test.mjs'],
          exclude: [
            ...['app/_server/**', 'app/api/**', 'app/pages.test.ts', 'app/forms.test.ts'],
            'app/_run/drills/orders/**',
          ],
        },
      },
      {
        extends: true,
        ssr: onServer,
        test: {
          ...withDatabase,
          name: 'db',
          isolate: false,
          include: [
            'db/**/*.test.ts',
            'app/_server/**/*.test.ts',
            'app/api/**/*.test.ts',
            'app/_run/drills/orders/*.test.ts',
            // Not `exclude`: the command line's would no longer be heard.
            ...APART.map(file => `!${file}`),
          ],
        },
      },
      {
        extends: true,
        ssr: onServer,
        test: { ...withDatabase, name: 'db-apart', include: APART },
      },
    ],
  },
})
