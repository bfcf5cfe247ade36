import { handOver, install } from './bootstrap.mjs'

// Replaces the key of a role: `npm run rotate -- poster`. docs/keys.md says when and how.
await install()
await handOver('scripts/rotate/main.ts', process.argv.slice(2))
