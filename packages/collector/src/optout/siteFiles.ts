import { matchesPattern, matchRobots } from '../robots/match.ts'
import { parseRobots } from '../robots/parse.ts'
import { sentence } from '../words/sentence.ts'
import { type Evidence, say } from './evidence.ts'

const LONGEST = 500_000
const MOST_ENTRIES = 5000

/** `/.well-known/tdmrep.json` (W3C TDMRep): any entry that covers the path and reserves refuses. */
export function readTdmrepFile(json: string, url: string): Evidence[] {
  const where = '/.well-known/tdmrep.json'
  const entries = parseEntries(json)
  if (entries === undefined) {
    // The group decided that a malformed file is as none.
    return [say('tdmrep', 'unclear', where, json, sentence('tdmrepMalformed'))]
  }
  const target = URL.parse(url)
  const path = target ? target.pathname + target.search : '/'
  return entries
    .filter(({ location }) => typeof location === 'string' && matchesPattern(location, path))
    .map((entry) => readReservation(String(entry['tdm-reservation']), where, JSON.stringify(entry)))
}

/** A reservation's value, from file, header or meta: `1` reserves, `0` does not. */
export function readReservation(value: string, where: string, text: string): Evidence {
  if (value.trim() === '1') return say('tdmrep', 'refuses', where, text, sentence('tdmReserved'))
  if (value.trim() === '0') return say('tdmrep', 'permits', where, text, sentence('tdmNotReserved'))
  return say('tdmrep', 'unclear', where, text, sentence('tdmUnclear'))
}

function parseEntries(json: string): Record<string, unknown>[] | undefined {
  if (json.length > LONGEST) return undefined
  try {
    const value: unknown = JSON.parse(json)
    const isList = Array.isArray(value) && value.every((entry) => typeof entry === 'object' && entry !== null)
    return isList ? value.slice(0, MOST_ENTRIES) : undefined
  } catch {
    // Malformed is an answer here, and the caller says so.
    return undefined
  }
}

/** `/ai.txt` (Spawning): grammar of robots.txt, patterns by kind of file, so a page counts as .html and .txt. */
export function readAiTxt(text: string, agent: string, url: string): Evidence[] {
  const file = parseRobots(text)
  const target = URL.parse(url)
  if (target === null) return []
  const bare = `${target.origin}${target.pathname}`
  for (const candidate of [url, `${bare}.html`, `${bare}.txt`]) {
    const { allowed, rule } = matchRobots(file, agent, candidate)
    if (!allowed && rule)
      return [say('ai-txt', 'refuses', `ai.txt line ${rule.line}`, rule.text, sentence('aiTxtRefuses'))]
  }
  return []
}
