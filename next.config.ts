import type { NextConfig } from 'next'
import { PHASE_PRODUCTION_BUILD } from 'next/constants'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // Checked by `npm run test:types`, for all files at once.
  typescript: { ignoreBuildErrors: true },
  // Keeps `next dev` from writing a file of its own into the repository.
  agentRules: false,
  // One copy of the driver per process: the one in node_modules, which is patched at installation.
  serverExternalPackages: ['postgres', 'better-auth', 'rate-limiter-flexible'],
}

/**
 * A build also has `.next/standalone`, of which `npm run package` makes the release. `npm start` serves
 * the same build with `next start`, which warns when it sees that option.
 */
export default function configFor(phase: string): NextConfig {
  return phase === PHASE_PRODUCTION_BUILD ? { ...config, output: 'standalone' } : config
}
