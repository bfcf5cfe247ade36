export { addTasks, type NewTask, setGoldClass, toGold } from './addTasks.ts'
export { type Annotation, annotationsOf } from './annotationsOf.ts'
export {
  addBadAccount,
  badAccountsOf,
  removeBadAccount,
} from './badAccounts.ts'
export { type ClosedAs, closedTasks, closeTasks, openMore, undecidedLeft } from './closeTasks.ts'
export { slotTaken, unknownTask } from './errors.ts'
export { endCampaign, expire } from './expire.ts'
export { feed, feedFrom } from './feed.ts'
export {
  annotation,
  assignment,
  assignmentList,
  badAccount,
  draft,
  report as reportTable,
  standing,
  suggestion,
  task,
} from './labeling.sql.ts'
export { openSlots } from './openSlots.ts'
export { capsOf } from './quotas.ts'
export { type Held, type NoTask, reserve } from './reserve.ts'
export { type AsideAs, bringBack, payloadGone, setAside } from './setAside.ts'
export { type ListEntry, setAssignmentList } from './setAssignmentList.ts'
export { skip } from './skip.ts'
export {
  clustersAtWork,
  refreshCaps,
  reviewersOf,
  setMultiplier,
  setReviewers,
  setStanding,
  takeStakedAhead,
} from './standing.ts'
export { type Answer, report, saveDraft, submit } from './submit.ts'
export {
  addSuggestions,
  awaitReading,
  type Suggested,
  takeReading,
  type Unread,
  unreadTasks,
  waitsForReading,
} from './suggest.ts'
export { countWantedSlots, leastAnswers } from './wanted.ts'
