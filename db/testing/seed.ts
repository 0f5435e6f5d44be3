import fc from 'fast-check'

/** All properties of a run use the seed that vitest.config.ts prints. */
fc.configureGlobal({ seed: Number(process.env.SEED) })
