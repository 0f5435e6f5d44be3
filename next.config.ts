import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  // Keeps `next dev` from writing a file of its own into the repository.
  agentRules: false,
}

export default config
