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
