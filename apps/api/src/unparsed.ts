import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { RowrightError } from '@rowright/protocol'
import { problemResponse } from '@rowright/server'

/** What the parser of HTTP refuses before there is a request gets a problem like everything else. [SRV-1] */
export function refuseUnparsed(server: Server): void {
  server.on('clientError', async (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy()
    const response = problemResponse(error.code === 'HPE_HEADER_OVERFLOW' ? tooLong() : noHttp())
    const body = await response.text()
    const head = [
      `HTTP/1.1 ${response.status} Refused`,
      ...[...response.headers].map(([name, value]) => `${name}: ${value}`),
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
    ]
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  })
}

const tooLong = () =>
  new RowrightError('request/headers-too-large', 'Address and headers are over 16 kB.', {
    status: 431,
    field: 'headers',
    hint: 'Ask for less at once: fewer conditions, or shorter ones.',
  })
const noHttp = () =>
  new RowrightError('request/no-http', 'This is not a request of HTTP/1.1.', {
    status: 400,
    hint: 'Send one with a client that speaks HTTP/1.1.',
  })
