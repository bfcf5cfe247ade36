import { handOver, install } from './bootstrap.mjs'

// Installs, migrates, deploys, seeds and serves everything; Ctrl-C stops it. Options: `npm start -- --help`.
await install()
await handOver('scripts/start/main.ts', process.argv.slice(2))
