import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './db/schema.ts',
    './db/read-model-schema.ts',
    './db/payments-schema.ts',
    './db/auth-schema.ts',
    './db/people-schema.ts',
    './db/access-schema.ts',
    './db/limits-schema.ts',
    './db/archive-schema.ts',
    './db/backup-schema.ts',
    './db/operations-schema.ts',
  ],
  out: './db/migrations',
})
