import type { Outputs } from '@rowright/server'

import type { Http } from './http.ts'

export type Out = Outputs

/** Someone who calls the API: a signed-in account, the holder of an API key, or anybody. */
export interface Caller {
  get<T>(path: string, query?: Record<string, string | number | undefined>): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
  /** Sends NDJSON. */
  upload<T>(method: 'POST' | 'PUT', path: string, rows: readonly unknown[]): Promise<T>
  /** The answer as it is. */
  text(path: string): Promise<string>
}

export function callerOf(http: Http, token?: string): Caller {
  const json = async <T>(reply: Promise<{ text: string }>) => JSON.parse((await reply).text) as T
  return {
    get: (path, query = {}) => json(http.send({ method: 'GET', path: path + search(query), token })),
    post: (path, body = {}) => json(http.send({ method: 'POST', path, token, body: JSON.stringify(body) })),
    upload: (method, path, rows) =>
      json(http.send({ method, path, token, body: ndjson(rows), type: 'application/x-ndjson' })),
    text: async (path) => (await http.send({ method: 'GET', path, token })).text,
  }
}

function search(query: Record<string, string | number | undefined>): string {
  const given = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)] as [string, string]],
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`
}

/** One object a line, ASCII only: an upload with U+FFFD in it would be taken for broken UTF-8. */
function ndjson(rows: readonly unknown[]): string {
  const ascii = (text: string) =>
    text.replaceAll(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return rows.map((row) => `${ascii(JSON.stringify(row))}\n`).join('')
}
