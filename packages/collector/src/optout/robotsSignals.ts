import type { RobotsAccess } from '../robots/access.ts'
import { matchesPattern, matchRobots } from '../robots/match.ts'
import type { RobotsFile, RobotsGroup } from '../robots/parse.ts'
import { sentence } from '../words/sentence.ts'
import { AI_AGENTS, speaksToUs } from './agents.ts'
import { type Evidence, say } from './evidence.ts'
import { readContentSignal, readContentUsage } from './preferences.ts'

/** What a site's robots.txt says to us, to AI crawlers, and about uses. */
export function readRobotsSignals(access: RobotsAccess, agent: string, url: string): Evidence[] {
  if (access.state === 'closed') return [say('robots', 'refuses', 'robots.txt', '', access.said)]
  if (access.state === 'open') return [say('robots', 'permits', 'robots.txt', '', access.said)]
  const { file } = access
  return [
    ourRule(file, agent, url),
    ...aiAgents(file, agent, url),
    ...file.groups.filter((group) => addressesUs(group, agent)).flatMap((group) => preferences(group, url)),
    ...preferences({ preferences: file.ungrouped }, url),
  ]
}

function ourRule(file: RobotsFile, agent: string, url: string): Evidence {
  const { allowed, rule, named } = matchRobots(file, agent, url)
  const where = rule ? `robots.txt line ${rule.line}` : 'robots.txt'
  const lets = named ? sentence('robotsLetsUs', agent) : sentence('robotsLetsAll')
  const refuses = named ? sentence('robotsRefusesUs', agent) : sentence('robotsRefusesAll')
  return say('robots', allowed ? 'permits' : 'refuses', where, rule?.text ?? '', allowed ? lets : refuses)
}

/** Every AI crawler that the file names and turns away here, by token or by its whole name. */
function aiAgents(file: RobotsFile, agent: string, url: string): Evidence[] {
  const found: Evidence[] = []
  for (const name of AI_AGENTS) {
    const groups = file.groups.filter(({ agents, names }) => agents.includes(name) || names.includes(name))
    if (groups.length === 0 || name === agent.toLowerCase()) continue
    const asOne = { ...file, groups: groups.map((group) => ({ ...group, agents: ['*'] })) }
    const { allowed, rule } = matchRobots(asOne, '', url)
    if (allowed || !rule) continue
    found.push(
      say(
        'ai-agent',
        'refuses',
        `robots.txt line ${rule.line}`,
        rule.text,
        sentence('robotsRefusesAi', name),
      ),
    )
  }
  return found
}

const addressesUs = ({ agents, names }: RobotsGroup, agent: string): boolean =>
  [...agents, ...names].some((name) => speaksToUs(name, agent))

function preferences({ preferences: lines }: Pick<RobotsGroup, 'preferences'>, url: string): Evidence[] {
  return lines.flatMap(({ name, value, line, text }) => {
    const where = `robots.txt line ${line}`
    if (name === 'content-signal') return readContentSignal(value, where, text)
    // aipref-attach: an optional path stands before the preferences.
    const path = /^\/\S*/.exec(value)?.[0]
    const target = URL.parse(url)
    if (path !== undefined && target && !matchesPattern(path, target.pathname + target.search)) return []
    return readContentUsage(value.slice(path?.length ?? 0), where, text)
  })
}

/** Licenses that robots.txt names; they must be fetched and read before the page is. */
export function licenseUrlsOf(access: RobotsAccess): string[] {
  return access.state === 'rules' ? access.file.licenses.map(({ value }) => value).slice(0, 10) : []
}
