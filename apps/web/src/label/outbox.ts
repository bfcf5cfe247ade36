import type { Suggestion } from '../api/types.ts'
import { readAllLocal, removeLocal, writeLocal } from '../identity/database.ts'

/** An answer on its way. It stays in this browser until the server has said what became of it. */
export interface KeptAnswer {
  personId: string
  poolId: string
  campaignId: string
  assignmentId: string
  value: string
  /** How the value reads, for messages. */
  label: string
  elapsedMs: number
  /** What a machine in this browser suggested. */
  shown?: Suggestion | undefined
}

export const keepAnswer = (answer: KeptAnswer): Promise<unknown> =>
  writeLocal('outbox', answer.assignmentId, answer)

export const dropAnswer = (assignmentId: string): Promise<unknown> => removeLocal('outbox', assignmentId)

/** Answers of this person that were never confirmed, e.g. because the tab was closed while offline. */
export async function keptAnswers(personId: string): Promise<KeptAnswer[]> {
  return (await readAllLocal<KeptAnswer>('outbox')).filter((answer) => answer.personId === personId)
}

/** Seconds before try n (from 0): 1, 2, 4, 8, then every 15. */
export const retryDelay = (tries: number): number => Math.min(15, 2 ** tries)
