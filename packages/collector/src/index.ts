export { type Finding, PERSONAL_DATA_KINDS, type PersonalDataKind } from './pii/finding.ts'
export {
  countPersonalData,
  findPersonalData,
  type PersonalDataCounts,
  redactPersonalData,
} from './pii/redact.ts'
export { ROBOTS_REDIRECTS, type RobotsAccess, type RobotsReply, readRobots } from './robots/access.ts'
export { groupsOf, matchRobots, type RobotsVerdict } from './robots/match.ts'
export {
  parseRobots,
  ROBOTS_BYTES_LIMIT,
  type RobotsFile,
  type RobotsGroup,
  type RobotsPreference,
  type RobotsRule,
} from './robots/parse.ts'
