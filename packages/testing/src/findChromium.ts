import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { chromium } from '@playwright/test'

import { env } from './env.ts'

const DISTRIBUTION = '/usr/bin/chromium'

/**
 * The browser for journeys: `PLAYWRIGHT_CHROMIUM`, the distribution's, or Playwright's own; when there is none it is
 * downloaded, or as root installed as a package. `say` hears what is done and why.
 */
export function findChromium(say: (line: string) => void): string {
  if (env.PLAYWRIGHT_CHROMIUM) {
    if (starts(env.PLAYWRIGHT_CHROMIUM)) return env.PLAYWRIGHT_CHROMIUM
    throw new Error(
      `PLAYWRIGHT_CHROMIUM=${env.PLAYWRIGHT_CHROMIUM} does not start; correct it or leave it unset.`,
    )
  }
  const present = [DISTRIBUTION, chromium.executablePath()].find(starts)
  if (present) return present

  say('… No browser found: downloading Chromium for the tests (Playwright)')
  const cli = join(dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js')
  spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'inherit' })
  if (starts(chromium.executablePath())) return chromium.executablePath()

  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('… That did not give a browser that starts: installing the package "chromium" (apt-get)')
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: 'inherit',
    })
    if (starts(DISTRIBUTION)) return DISTRIBUTION
  }
  throw new Error(
    'No Chromium could be found or installed; install one and name it: PLAYWRIGHT_CHROMIUM=/path npm test.',
  )
}

/** Whether the file is there and its libraries too: a download onto a bare system is not enough. */
function starts(path: string): boolean {
  return existsSync(path) && spawnSync(path, ['--version'], { timeout: 30_000, stdio: 'ignore' }).status === 0
}
