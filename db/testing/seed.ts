import fc from 'fast-check'

/** Every property of a run starts from the one seed that vitest.config.ts prints. */
fc.configureGlobal({ seed: Number(process.env.SEED) })
