/** The only place of this package that reads the environment. */
export const env = {
  /** A Postgres to test against (its role may create databases) instead of an embedded one. */
  TEST_DATABASE_URL: process.env.TEST_DATABASE_URL,
  /** What tests draw from, 1 when absent; see `runSeed`. */
  SEED: process.env.SEED,
  /** A Chromium to drive. */
  PLAYWRIGHT_CHROMIUM: process.env.PLAYWRIGHT_CHROMIUM,
  /** JSON of the system that journeys run against; see `world()`. */
  ROWRIGHT_WORLD: process.env.ROWRIGHT_WORLD,
}
