import { RowrightError } from '@rowright/protocol'

/** Delta Sharing's own form of an error; the status is HTTP's. */
export function deltaProblem(error: RowrightError): Response {
  const status = error.status === 410 || error.status === 422 ? 400 : error.status
  const headers: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' }
  if (error.retryAfter !== undefined) headers['retry-after'] = String(error.retryAfter)
  const message = error.hint ? `${error.message} ${error.hint}` : error.message
  return new Response(JSON.stringify({ errorCode: error.code, message }), { status, headers })
}

export const unknownTable = (what: string, name: string) =>
  new RowrightError('delta/unknown-name', `There is no ${what} "${name}" for you.`, {
    status: 404,
    field: what,
    hint: 'A share is a license: license-N; its schema is "pool", its table "rows".',
  })
export const badVersion = (field: string, why: string) =>
  new RowrightError('delta/bad-version', why, {
    status: 400,
    field,
    hint: 'Versions are those of the releases; ask for /version first.',
  })
export const badRequest = (field: string, why: string) =>
  new RowrightError('delta/bad-request', why, {
    status: 400,
    field,
    hint: 'PROTOCOL.md of delta-io/delta-sharing says what a request may have.',
  })
/** Each version here is made anew, so a stream of its files would be all rows again and again. */
export const noStream = (field: string) =>
  new RowrightError('delta/no-stream', 'This table is not read as a stream of files.', {
    status: 400,
    field,
    hint: 'Read its change feed (`/changes`; in Spark the option `readChangeFeed`), which names each row that came, went or changed.',
  })
