import { join } from 'node:path'
import { expect, test } from 'vitest'

import { ROOT } from './root.ts'
import { readSettings } from './settings.ts'

test('[RUN-14] without any variable the settings are those of a local try-out', () => {
  expect(readSettings({})).toEqual({
    profile: 'local',
    host: '127.0.0.1',
    port: 3000,
    publicUrl: 'http://localhost:3000',
    dataDir: join(ROOT, '.rowright'),
    keysDir: join(ROOT, '.rowright', 'keys'),
    blobStore: join(ROOT, '.rowright', 'blobs'),
    epochSeconds: 30,
    databaseUrl: undefined,
    rpcUrl: undefined,
    token: undefined,
  })
})

test.each([
  [{ PORT: 'http' }, 'PORT=http is not usable; it must be a whole number from 1 to 65535.'],
  [{ PORT: '70000' }, 'PORT=70000 is not usable; it must be a whole number from 1 to 65535.'],
  [{ EPOCH_SECONDS: '-1' }, 'EPOCH_SECONDS=-1 is not usable; it must be a whole number from 1 to 31536000.'],
  [{ ROWRIGHT_PROFILE: 'prod' }, 'ROWRIGHT_PROFILE=prod is not usable; it must be local or production.'],
  [
    { PUBLIC_URL: 'example' },
    'PUBLIC_URL=example is not usable; it must be an address like https://example.org.',
  ],
  [
    { TOKEN_ADDRESS: '0x1' },
    'TOKEN_ADDRESS=0x1 is not usable; it must be an address: 0x and 40 hexadecimal digits.',
  ],
  [
    { ROWRIGHT_PROFILE: 'production' },
    'The local chain is for trying out, its keys are public; set RPC_URL to a real chain for ROWRIGHT_PROFILE=production.',
  ],
])('[RUN-15] %o is refused in one sentence', (env, sentence) => {
  expect(() => readSettings(env)).toThrow(sentence)
})
