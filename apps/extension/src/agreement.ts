import type { Store } from '@rowright/node'

/** What a person agreed to, and when; without it nothing at all is done. */
export interface Agreement {
  at: string
}
export const agreementOf = async (store: Store): Promise<Agreement | undefined> =>
  (await store.get('agreement')) as Agreement | undefined
