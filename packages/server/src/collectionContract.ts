import { z } from 'zod'
import { amount } from './contract.ts'

/** What a collection comes to at most. */
export const collectionCost = z.object({
  /** Places that are paid for: pages, second looks of other nodes at some of them, and pages of the instance's own. */
  documents: z.int(),
  looks: z.int(),
  canaries: z.int(),
  total: amount,
  /** What all pages cost once more: at most, when all have changed, and when none has. */
  again: z.object({ most: amount, least: amount }),
  /** What a page pays that is as it was. */
  unchangedPay: amount,
})

/** What a collection asks for, and from whom. */
export const collectionTerms = z.object({
  hosts: z.array(z.object({ name: z.string(), delaySeconds: z.int() })),
  anyPublicSite: z.boolean(),
  tags: z.array(z.string()),
  /** Of a row's revenue, reserved for its host. */
  sourceSharePpm: z.int(),
  maxBytes: z.int(),
  refreshSeconds: z.int().nullable(),
  /** Pages that are wanted; null: as many as are paid for. */
  documents: z.int().nullable(),
  /** What the pages that are wanted come to; null without a number. */
  cost: collectionCost.nullable(),
})

const counts = z.record(z.string(), z.int())

/** How far a collection is. */
export const collectionProgress = z.object({
  documents: z.int().nullable(),
  /** Sitemaps, feeds and the like that were named. */
  seeds: z.int(),
  /** Pages by where they stand: `waiting`, `queued`, `leased`, `done`, `refused`, `gone`. */
  pages: counts,
  /** Of those that wait: pages that were brought before. */
  again: z.int(),
  /** Pages refused or given up, by the signal that refuses, or else by the reason that a node gave; `unused`: nobody came. */
  refused: counts,
  /** What nodes brought, by what came of it: `checking`, `trusted`, `confirmed`, `failed`, `no-evidence`, `withdrawn`, `purged`. */
  contributions: counts,
  /** Accounts that brought something. */
  people: z.int(),
  /** Documents that became items. */
  items: z.int(),
  /** Pay that is held until it is final, and that is final. */
  pending: amount,
  final: amount,
})
