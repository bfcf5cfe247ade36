import type { Sentence } from '@rowright/collector'

/**
 * Where a node keeps what it must not forget. A write is durable when its promise resolves, and whole or not there:
 * the node may be killed between any two of them. [NOD-1]
 */
export interface Store {
  get(key: string): Promise<unknown>
  put(key: string, value: unknown): Promise<void>
  delete(key: string): Promise<void>
  /** Values whose key starts with `prefix`, in order of keys. */
  list(prefix: string): Promise<{ key: string; value: unknown }[]>
  append(line: LogLine): Promise<void>
  /** The newest lines, oldest first. */
  tail(most: number): Promise<LogLine[]>
  /** Forgets everything, the log too. */
  clear(): Promise<void>
}

export type LogLevel = 'info' | 'refused' | 'problem'

/** One sentence of the operator's log. */
export interface LogLine {
  at: string
  level: LogLevel
  /** What it is about, for filters: `lease`, `refused`, `fetched`, `committed`, … */
  event: string
  /** In English. */
  text: string
  /** The same as data, for readers of other languages; lines of earlier versions have none. */
  said?: Sentence | Sentence[]
  leaseId?: string
  url?: string
}
