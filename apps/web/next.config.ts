import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

const config: NextConfig = {
  // `npm start` keeps each build under the hash of its sources and says here which one to serve.
  distDir: process.env.NEXT_DIST_DIR,
  // Workspace packages ship TypeScript as it is.
  transpilePackages: [
    '@rowright/protocol',
    '@rowright/chain',
    '@rowright/ocr',
    '@rowright/server',
    '@rowright/tasktype',
    '@rowright/aggregate',
  ],
  turbopack: { root: new URL('../..', import.meta.url).pathname },
  // Types are checked once, by `npm run check` (tsc -p apps/web/tsconfig.json).
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  // Compression is the front door’s: it asks for pages as they are. Nothing here calls home.
  compress: false,
  devIndicators: false,
  agentRules: false,
  experimental: { agentUpgrade: false },
}

export default createNextIntlPlugin('./src/i18n/request.ts')(config)
