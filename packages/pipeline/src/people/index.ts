export { apiKeysOf, createApiKey, personOfApiKey, revokeApiKey } from './apiKeys.ts'
export {
  addressesOf,
  attachPayout,
  closePerson,
  payoutAddresses,
  personsByAddress,
  selvesOf,
  survivor,
} from './attachPayout.ts'
export { audit, auditLines, lastAuditLine } from './audit.ts'
export { clustersOf, joinClusters, linkPersons, setApart } from './clusters.ts'
export { notASteward, unknownPerson } from './errors.ts'
export {
  assertActive,
  getPerson,
  hasDevice,
  join,
  type Person,
  registerDevice,
  rename,
} from './join.ts'
export {
  apiKey,
  auditLine,
  device,
  flag,
  payoutMethod,
  person,
  personLink,
  role,
  stewardAction,
  stewardLink,
} from './people.sql.ts'
export {
  answerFlag,
  beginUndo,
  enterAsSteward,
  isSteward,
  makeStewardLink,
  raiseFlag,
  record,
  setFlagResolved,
  setRole,
  setSuspended,
  undoAction,
} from './stewardship.ts'
