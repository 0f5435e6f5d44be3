import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // Keeps `next dev` from writing a file of its own into the repository.
  agentRules: false,
  // One copy of the driver per process: the one in node_modules, which is patched at installation.
  serverExternalPackages: ['postgres', 'better-auth', 'rate-limiter-flexible'],
}

export default config
