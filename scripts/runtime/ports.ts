import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

import { systemCode } from './errors.ts'

/** Whether a server could listen on `host:port` right now. Other failures than "taken" are thrown. */
export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  try {
    await listenOnce(port, host)
    return true
  } catch (error) {
    if (systemCode(error) === 'EADDRINUSE') return false
    throw error
  }
}

/** Below the ports that kernels give to whoever asks for any: 32768 and up on Linux, 49152 elsewhere (RFC 6335). */
const [LOWEST, HIGHEST] = [16_384, 32_767]

/**
 * A port nobody listens on at the time of asking: `preferred` when it is free, else a random one that the kernel gives
 * to nobody. It may be seconds until a program listens there (initdb comes first), and on a busy machine a port that
 * the kernel picked is somebody else's by then.
 */
export async function freePort(preferred?: number, host = '127.0.0.1'): Promise<number> {
  if (preferred && (await isPortFree(preferred, host))) return preferred
  for (let tries = 0; tries < 100; tries++) {
    const drawn = randomInt(LOWEST, HIGHEST + 1)
    if (await isPortFree(drawn, host)) return drawn
  }
  return listenOnce(0, host)
}

function listenOnce(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      const taken = typeof address === 'object' && address ? address.port : port
      server.close(() => resolve(taken))
    })
  })
}
