import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './packages/db/src/**/*.sql.ts',
    './packages/pipeline/src/**/*.sql.ts',
    './packages/server/src/**/*.sql.ts',
  ],
  out: './drizzle',
})
