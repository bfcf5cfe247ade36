/**
 * Answers of one pool or campaign, as three columns of equal length, in any order. Indices count from 0:
 * `task` < taskCount, `labeler` < labelerCount, `label` < classCount. `encode` makes one from strings.
 * One labeler should answer a task once; a second answer here simply counts again.
 */
export interface Annotations {
  taskCount: number
  labelerCount: number
  classCount: number
  task: Uint32Array
  labeler: Uint32Array
  label: Uint32Array
}

/** Tasks whose label is known, as two columns. */
export interface Gold {
  task: ArrayLike<number>
  label: ArrayLike<number>
}

export type Method = 'majority' | 'wawa' | 'ds' | 'sds' | 'onecoin' | 'mace'

export interface AggregateOptions {
  /** `auto`: all methods, weighed by their gold, when there are at least 50 golds, otherwise `sds`. */
  method: Method | 'auto'
  /** Counts as certain in `reliability`. From 50 on it weighs the methods of `auto` and gives `onecoin` its class prior. */
  gold?: Gold
  /** Stops an estimate that has not converged; default 100, `sds` 5. */
  maxIterations?: number
}

export interface Aggregation {
  /** `blend`: what `auto` made of all methods. */
  method: Method | 'blend'
  /** Of the method: a result stores it, so that it can be recomputed. */
  version: string
  /** Passes of the estimate; 0 for majority. */
  iterations: number
  /** taskCount × classCount, by task; every row sums to 1. A task without an annotation has a uniform row. */
  posterior: Float64Array
  /** The most probable class, the lowest index of a tie; -1 for a task without an annotation. */
  label: Int32Array
  /** 1 when the top is shared (within 1e-9). */
  tie: Uint8Array
  /** Posterior of `label`; 0 for a task without an annotation. */
  confidence: Float64Array
  /** taskCount × classCount: how many labelers said what. */
  votes: Uint32Array
  /** Per labeler: estimated accuracy, and the 95 % interval it lies in. */
  reliability: Float64Array
  reliabilityLow: Float64Array
  reliabilityHigh: Float64Array
}

/** Version of each method; moves when its results do. */
export const VERSIONS: Readonly<Record<Method, string>> = {
  majority: 'majority/1',
  wawa: 'wawa/1',
  ds: 'ds/1',
  sds: 'sds/1',
  onecoin: 'onecoin/1',
  mace: 'mace/1',
}

/** Of what `auto` makes of all methods; moves with any of theirs. */
export const BLEND_VERSION = 'blend/1'
