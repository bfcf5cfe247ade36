'use client'

import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { callHttp, postJson } from '../api/http.ts'
import { type TrpcClient, useTRPCClient } from '../api/trpc.ts'
import type { Person } from '../api/types.ts'
import { ensureDevice } from './ensureDevice.ts'

/** The signed-in person, or null. Asks for the session first: a visitor is not an error. */
export const meQuery = (client: TrpcClient) =>
  queryOptions({
    queryKey: ['me'],
    staleTime: 60_000,
    queryFn: async (): Promise<Person | null> => {
      const session: unknown = await (await callHttp('/api/auth/get-session')).json()
      return session === null ? null : client.me.get.query()
    },
  })

/** `data` is undefined while it is being asked, null for a visitor. */
export function useMe() {
  return useQuery(meQuery(useTRPCClient()))
}

let starting: Promise<Person> | null = null

/** Signs in as a guest unless somebody is signed in. Two taps at once start one guest. */
async function start(client: TrpcClient, queries: QueryClient): Promise<Person> {
  const known = await queries.fetchQuery(meQuery(client))
  if (known) return known
  await postJson('/api/auth/sign-in/anonymous', {})
  const person = await client.me.get.query()
  queries.setQueryData(meQuery(client).queryKey, person)
  // Not awaited: the first picture does not wait for it, and consent registers it again if this failed.
  void ensureDevice(client, person.id).catch(() => undefined)
  return person
}

export function useStartAsGuest(): () => Promise<Person> {
  const client = useTRPCClient()
  const queries = useQueryClient()
  return useCallback(() => {
    starting ??= start(client, queries).finally(() => {
      starting = null
    })
    return starting
  }, [client, queries])
}

/** The sign-in under way in this tab, if any: the page one has navigated to waits for it. */
export const startUnderWay = (): Promise<Person> | null => starting

/** Drops all that was known about the former person and asks anew. */
export async function forgetSession(queries: QueryClient): Promise<void> {
  queries.removeQueries({
    predicate: (query) => query.queryKey[0] !== 'me' && query.getObserversCount() === 0,
  })
  await queries.invalidateQueries()
}

export async function signOut(queries: QueryClient): Promise<void> {
  await postJson('/api/auth/sign-out', {})
  queries.setQueryData(['me'], null)
  await forgetSession(queries)
}
