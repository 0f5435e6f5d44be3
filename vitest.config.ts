import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))

/** `npx vitest` wants a database for the db project; app/_run/test.mjs brings one. */
export default defineConfig({
  resolve: {
    alias: { '@': root.replace(/\/$/, ''), 'server-only': `${root}app/_run/server-only.ts` },
  },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['domain/**/*.test.ts', 'app/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'db', include: ['db/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
      },
    ],
  },
})
