import { sentence } from '../words/sentence.ts'
import { type Evidence, type Signal, say } from './evidence.ts'

/** Uses that a row of ours may be put to: training above all, and answering from it. */
const SIGNAL_KEYS = new Set(['ai-train', 'ai-input'])
const USAGE_KEYS = new Set(['train-ai', 'train-genai', 'genai', 'ai', 'ai-train', 'tdm', 'bots', 'all'])
const REFUSING = /^(?:no|n|false|0|disallow|"n"|\?0)$/
const GRANTING = /^(?:yes|y|true|1|allow|"y"|\?1)$/

/** `Content-Signal: search=yes, ai-train=no` (contentsignals.org). Its text reserves rights under Art. 4 DSM. */
export function readContentSignal(value: string, where: string, text: string): Evidence[] {
  return readPairs(value).flatMap(([key, setting]) => {
    // `use=immediate|reference|full` occurs in the wild: anything short of full is short of training.
    if (key === 'use' && setting !== 'full')
      return [say('content-signal', 'refuses', where, text, sentence('signalLimits', setting))]
    return SIGNAL_KEYS.has(key) ? [stated('content-signal', key, setting, where, text)] : []
  })
}

/** `Content-Usage: train-ai=n` (IETF aipref vocabulary, also its earlier words). */
export function readContentUsage(value: string, where: string, text: string): Evidence[] {
  return readPairs(value).flatMap(([key, setting]) =>
    USAGE_KEYS.has(key) ? [stated('content-usage', key, setting, where, text)] : [],
  )
}

function stated(signal: Signal, key: string, setting: string, where: string, text: string): Evidence {
  const says = sentence('signalSays', signal, key, setting)
  if (REFUSING.test(setting)) return say(signal, 'refuses', where, text, says)
  if (GRANTING.test(setting)) return say(signal, 'permits', where, text, says)
  return say(signal, 'unclear', where, text, sentence('signalUnclear', signal, key, setting))
}

function readPairs(value: string): [key: string, setting: string][] {
  return value
    .toLowerCase()
    .split(/[,;\s]+/)
    .slice(0, 100)
    .flatMap((pair) => {
      const equals = pair.indexOf('=')
      return equals > 0 ? [[pair.slice(0, equals), pair.slice(equals + 1)] as [string, string]] : []
    })
}

const REFUSING_DIRECTIVES = new Set([
  'noai',
  'noimageai',
  'noml',
  'noindex',
  'noimageindex',
  'noarchive',
  'nocache',
  'none',
])
const DIRECTIVE_WITH_VALUE =
  /^(?:max-snippet|max-image-preview|max-video-preview|unavailable_after|unavailable-after)$/

/**
 * Robots directives of a header or a meta tag. A header may scope them ("otherbot: noindex, gptbot: noai"); a
 * scope holds until the next one, and only those that speak to us count.
 */
export function readDirectives(
  signal: 'x-robots-tag' | 'meta-robots',
  value: string,
  where: string,
  speaks: (agent: string) => boolean,
): Evidence[] {
  let ours = true
  const found: Evidence[] = []
  for (const piece of value
    .toLowerCase()
    .split(/[,;\n]/)
    .slice(0, 200)) {
    const colon = piece.indexOf(':')
    const name = colon === -1 ? '' : piece.slice(0, colon).trim()
    const scoped = name !== '' && !DIRECTIVE_WITH_VALUE.test(name)
    if (scoped) ours = speaks(name)
    const directive = (scoped ? piece.slice(colon + 1) : piece).trim()
    if (ours && REFUSING_DIRECTIVES.has(directive)) {
      found.push(say(signal, 'refuses', where, value, sentence('directiveSays', where, directive)))
    }
  }
  return found
}
