import { askBroker } from './askBroker.ts'

/** Resolves when the contracts are built, once in a run: two builds at once read each other's half-written files. */
export async function compiled(): Promise<void> {
  await askBroker('PUT', '')
}
