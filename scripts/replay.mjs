import { handOver, install } from './bootstrap.mjs'

// Plays a crowdsourcing dataset through the public HTTP API: `npm run replay -- DIR [--seed n] [--url U]`.
await install()
await handOver('bench/replay/main.ts', process.argv.slice(2))
