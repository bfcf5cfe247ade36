import { defineConfig } from '@playwright/test'

/** Journeys in a real browser against a system of their own. Run by `npm test -- journeys`, which finds the browser. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.test.ts',
  globalSetup: './scripts/test/journeysSetup.ts',
  // To notice what hangs, not to measure: a busy machine takes ten times as long as a quiet one.
  globalTimeout: 60 * 60_000,
  timeout: 600_000,
  expect: { timeout: 100_000 },
  fullyParallel: false,
  workers: 1, // two cores: the system under test needs the other one
  forbidOnly: true,
  retries: 0, // a journey that passes at the second try is a fault not yet understood
  outputDir: 'test-results',
  use: {
    locale: 'en-US',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.PLAYWRIGHT_CHROMIUM,
      // No sandbox: containers and root have none. The rest keeps the browser from calling home.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
