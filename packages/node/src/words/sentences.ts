import { render, type Sentence, speaker, wordsOf } from '@rowright/collector'
import ofCollector from '@rowright/collector/words/en.json' with { type: 'json' }
import ofNode from './en.json' with { type: 'json' }

const ENGLISH = wordsOf({ ...ofCollector, ...ofNode })

/** What a node says, in all its sentences. */
export const sentence = speaker<keyof typeof ofNode>()
/** A log's own text. The headless node has no other. */
export const inEnglish = (said: Sentence | Sentence[]): string => render(said, ENGLISH)
