import { inject } from 'vitest'

/** What is made once for all test files, in Vitest's main process: see `globalSetup.ts`. */
export async function askBroker(method: 'POST' | 'DELETE' | 'PUT', name: string): Promise<unknown> {
  const response = await fetch(`${inject('databaseBroker')}/${name}`, { method })
  const body = await response.text()
  if (!response.ok) throw new Error(`The broker of the tests failed: ${body}`)
  return JSON.parse(body)
}
