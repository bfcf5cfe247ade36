export { aggregate } from './aggregate.ts'
export {
  type AggregateOptions,
  type Aggregation,
  type Annotations,
  type Gold,
  type Method,
  VERSIONS,
} from './aggregation.ts'
export { type Answer, type Encoded, encode } from './encode.ts'
export { estimateSincerity } from './estimateSincerity.ts'
export { agreeingGroups } from './integrity/agreeingGroups.ts'
export type { Agreements } from './integrity/agreement.ts'
export { collapseGroups } from './integrity/collapseGroups.ts'
export {
  type Copying,
  type CopyingOptions,
  type CopyingPair,
  copyingGroups,
} from './integrity/copyingGroups.ts'
export {
  addCheck,
  type GoldModel,
  type GoldTest,
  honestLogRatio,
  NO_CHECKS,
  sequentialGoldTest,
} from './integrity/goldTest.ts'
export { betaInterval, type Interval, wilson } from './interval.ts'
export { type AlphaOptions, type Distance, krippendorffAlpha } from './krippendorffAlpha.ts'
export { onlinePosterior, uniformPosterior } from './onlinePosterior.ts'
export { type Selection, selectOnGold } from './selectOnGold.ts'
export { editSimilarity, graphemes } from './text/edit.ts'
export { type ErrorRate, type ErrorRateOptions, errorRate } from './text/errorRate.ts'
export {
  aggregateTexts,
  type TextAggregation,
  type TextAnswer,
  type TextOptions,
  type TextResult,
} from './text/medoid.ts'
export { normalizeText, type TextProfile } from './text/profile.ts'
export { scoreRow } from './top.ts'
