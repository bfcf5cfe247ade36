export { type Annotation, annotationsOf, setStanding } from './annotationsOf.ts'
export { slotTaken, unknownTask } from './errors.ts'
export { endCampaign, expire } from './expire.ts'
export {
  annotation,
  assignment,
  assignmentList,
  draft,
  report as reportTable,
  standing,
  task,
} from './labeling.sql.ts'
export { addTasks, countWantedSlots, type NewTask, openSlots } from './openSlots.ts'
export { type Held, type NoTask, reserve } from './reserve.ts'
export { type ListEntry, setAssignmentList } from './setAssignmentList.ts'
export { skip } from './skip.ts'
export { type Answer, report, saveDraft, submit } from './submit.ts'
