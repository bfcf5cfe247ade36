import { defineConfig } from 'vitest/config'

/** Unit, database and chain tests. Contracts run in Forge, journeys in Playwright: see `scripts/test.mjs`. */
export default defineConfig({
  test: {
    include: ['{packages,apps,scripts,bench}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/.next/**', 'e2e/**'],
    globalSetup: ['packages/testing/src/globalSetup.ts'],
    setupFiles: ['packages/testing/src/oneQueryAtATime.ts'],
    pool: 'forks',
    // To notice what hangs, not to measure: a busy machine takes ten times as long as a quiet one and more.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    passWithNoTests: false,
  },
})
