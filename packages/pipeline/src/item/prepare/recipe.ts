import { canonicalJson, sha256Hex } from '@rowright/protocol'
import { z } from 'zod'

/** What becomes of a row whose field has no value. */
const missing = z.enum(['drop', 'null', 'label'])
const share = z.number().min(0).max(1)

/**
 * How collected documents become items. It is part of the manifest: the same recipe and the same document give the
 * same item, everywhere. Defaults are those of the papers that the rules are from. [ITM-11]
 */
export const recipeSchema = z.object({
  version: z.literal('rowright.recipe.v1'),
  /** ISO 639-1; absent: any language, and none. */
  languages: z.array(z.string().min(2).max(8)).min(1).max(60).optional(),
  /** Gopher (Rae et al. 2021, A1.1). */
  words: z.object({ least: z.int().min(1), most: z.int().min(1) }),
  wordLength: z.object({ least: z.number(), most: z.number() }),
  /** "#" and "…" per word. */
  symbols: share,
  bulletLines: share,
  ellipsisLines: share,
  /** Words with at least one letter. */
  letterWords: share,
  /** Of "the, be, to, of, and, that, have, with"; only of English texts. */
  stopWords: z.int().min(0).max(8),
  /** FineWeb (Penedo et al. 2024, 3.6): least of lines that end like a sentence, most of short ones, most of repeated characters. */
  sentenceLines: share,
  shortLines: share,
  repeatedCharacters: share,
  /** Characters that could not be decoded. */
  undecodable: share,
  missing: z.object({ title: missing, language: missing, publishedAt: missing }),
})
export type Recipe = z.infer<typeof recipeSchema>

export const DEFAULT_RECIPE: Recipe = {
  version: 'rowright.recipe.v1',
  words: { least: 50, most: 100_000 },
  wordLength: { least: 3, most: 10 },
  symbols: 0.1,
  bulletLines: 0.9,
  ellipsisLines: 0.3,
  letterWords: 0.8,
  stopWords: 2,
  sentenceLines: 0.12,
  shortLines: 0.67,
  repeatedCharacters: 0.1,
  undecodable: 0.001,
  missing: { title: 'null', language: 'null', publishedAt: 'null' },
}

/** The recipe's name in provenance and manifests. */
export const recipeSha256 = (recipe: Recipe): string => sha256Hex(canonicalJson(recipe))
