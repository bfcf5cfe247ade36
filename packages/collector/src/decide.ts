import { type Decision, decideBy, type Evidence, say } from './optout/evidence.ts'
import { licenseUrlsOf, readRobotsSignals } from './optout/robotsSignals.ts'
import { type RslDocument, readRsl } from './optout/rsl.ts'
import { readAiTxt, readTdmrepFile } from './optout/siteFiles.ts'
import { type RobotsReply, readRobots } from './robots/access.ts'
import { type Sentence, sentence } from './words/sentence.ts'

export interface SiteFiles {
  robots: RobotsReply
  /** Bodies of `/.well-known/tdmrep.json` and `/ai.txt` where the server has them. */
  tdmrep?: string
  aiTxt?: string
  /** The licenses of `licensesOf(robots)`, fetched. */
  rsl?: RslDocument[]
}

export interface DecideInput extends SiteFiles {
  url: string
  /** Our product token, e.g. `RowrightBot`. */
  agent: string
}

/** May this URL be fetched for training data? By what the site says before the page itself is asked for. */
export const decide = ({ url, ...site }: DecideInput): Decision => decider(site)(url)

/** The same for many URLs of one site: its robots.txt is read once. */
export function decider({
  agent,
  robots,
  tdmrep,
  aiTxt,
  rsl = [],
}: Omit<DecideInput, 'url'>): (url: string) => Decision {
  const access = readRobots(robots)
  return (url) => {
    const refused = refuseUrl(url)
    if (refused) return decideBy([refused])
    return decideBy([
      ...readRobotsSignals(access, agent, url),
      ...(tdmrep === undefined ? [] : readTdmrepFile(tdmrep, url)),
      ...(aiTxt === undefined ? [] : readAiTxt(aiTxt, agent, url)),
      ...readLicenses(licenseUrlsOf(access), rsl, url),
    ])
  }
}

/** Addresses of RSL licenses that robots.txt declares: fetch them, and hand them to `decide`. */
export function licensesOf(robots: RobotsReply): string[] {
  return licenseUrlsOf(readRobots(robots))
}

/** A declared license that was not handed in cannot be read, and so refuses. */
export function readLicenses(declared: string[], fetched: RslDocument[], url: string): Evidence[] {
  return [...new Set(declared)].flatMap((license) =>
    readRsl(fetched.find((document) => document.url === license) ?? { url: license }, url),
  )
}

/** Only plain web addresses: http(s), default port, no sign-in in the address. */
function refuseUrl(text: string): Evidence | undefined {
  const url = URL.parse(text)
  const refuse = (said: Sentence) => say('url', 'refuses', 'url', text, said)
  if (url === null) return refuse(sentence('noAddress'))
  if (!/^https?:$/.test(url.protocol)) return refuse(sentence('notOfTheWeb', url.protocol))
  if (url.username !== '' || url.password !== '') return refuse(sentence('signInInAddress'))
  if (url.port !== '') return refuse(sentence('otherPort', url.port))
  return undefined
}
