import { defineConfig } from '@wagmi/cli'
import { foundry } from '@wagmi/cli/plugins'

const root = new URL('../..', import.meta.url).pathname

// Run through gen.mjs, which compiles first: `npm run gen`.
export default defineConfig({
  out: 'src/generated/abi.ts',
  plugins: [
    foundry({
      project: `${root}contracts`,
      include: ['Consents', 'DataPools', 'Licenses', 'Rewards', 'TestDollar', 'Timelock'].map(
        (name) => `${name}.sol/${name}.json`,
      ),
      forge: { build: false, path: `${root}node_modules/.bin/forge` },
    }),
  ],
})
