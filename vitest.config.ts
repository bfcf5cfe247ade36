import { defineConfig } from 'vitest/config'

/** Unit, database and chain tests. Contracts run in Forge, journeys in Playwright: see `scripts/test.mjs`. */
export default defineConfig({
  test: {
    include: ['{packages,apps,scripts,bench}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/.next/**', 'e2e/**'],
    globalSetup: ['packages/testing/src/globalSetup.ts'],
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
  },
})
