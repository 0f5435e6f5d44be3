import fc from 'fast-check'
import { vi } from 'vitest'
import { ENVIRONMENT } from './environment'

/** Before each file; files share a process and its modules, unless vitest.config.ts says otherwise. */
endWhatIsLeft()

/** All properties of a run use the seed that vitest.config.ts prints. */
fc.configureGlobal({ seed: Number(process.env.SEED) })

/** The clock and the settings that the file before has changed. */
function endWhatIsLeft(): void {
  vi.useRealTimers()
  vi.unstubAllEnvs()
  for (const name of Object.keys(process.env)) if (!(name in ENVIRONMENT)) delete process.env[name]
  Object.assign(process.env, ENVIRONMENT)
}
