import { fileURLToPath } from 'node:url'
import { defaultServerConditions } from 'vite'
import { defineConfig } from 'vitest/config'

if (process.env.SEED === undefined) {
  process.env.SEED = String(Date.now() % 2 ** 31)
  console.log(`Random cases come from SEED=${process.env.SEED}; set it to see them again.`)
}

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '')

/**
 * Two projects: `unit` needs nothing, `db` needs a PostgreSQL, which db/testing/server.ts finds in
 * TEST_SERVER_URL or starts for the duration of the run.
 */
export default defineConfig({
  resolve: { alias: { '@': root } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Files share a process, which loads each module once.
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
        // `server-only` throws unless resolved as for React Server Components. Node gets the same
        // conditions, and can't load what some packages have under `module`, for bundlers.
        ssr: {
          resolve: {
            conditions: [
              'react-server',
              ...defaultServerConditions.filter(one => one !== 'module'),
            ],
          },
        },
        test: {
          name: 'db',
          include: [
            'db/**/*.test.ts',
            'app/_server/**/*.test.ts',
            'app/api/**/*.test.ts',
            'app/pages.test.ts',
            'app/forms.test.ts',
            'app/_run/drills/orders/*.test.ts',
          ],
          globalSetup: 'db/testing/server.ts',
          setupFiles: ['db/testing/each-file.ts', 'db/testing/record-sql.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
