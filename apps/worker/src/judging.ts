import { type Database, withTx } from '@rowright/db'
import { dueAppeals, tend } from '@rowright/pipeline/appeal'
import {
  checkByOthers,
  checkedByOthers,
  due,
  dueRejections,
  finishRejection,
  judge,
  tryGold,
} from '@rowright/pipeline/settlement'

const SYSTEM = { kind: 'system', name: 'worker' } as const

/** Judges the labelers that are due, each in a transaction. @returns how many. */
export async function judgeDue(database: Database): Promise<number> {
  const labelers = await withTx(database, SYSTEM, (ctx) => due(ctx))
  for (const labeler of labelers) await withTx(database, SYSTEM, (ctx) => judge(ctx, labeler))
  return labelers.length
}

/** Makes rejections count that nobody appealed in time. */
export async function finishRejections(database: Database): Promise<number> {
  const rejections = await withTx(database, SYSTEM, (ctx) => dueRejections(ctx))
  for (const one of rejections) await withTx(database, SYSTEM, (ctx) => finishRejection(ctx, one))
  return rejections.length
}

/** Accepts appeals that nobody decided in time, and gives late seats of panels to others. */
export async function tendAppeals(database: Database): Promise<number> {
  const appeals = await withTx(database, SYSTEM, (ctx) => dueAppeals(ctx))
  let done = 0
  for (const one of appeals) done += await withTx(database, SYSTEM, (ctx) => tend(ctx, one))
  return done
}

/** Checks answers to ordinary tasks by what the others say, and judges who got a check. */
export async function checkAllByOthers(database: Database): Promise<number> {
  const campaigns = await withTx(database, SYSTEM, (ctx) => checkedByOthers(ctx))
  let checked = 0
  for (const campaign of campaigns) {
    const labelers = await withTx(database, SYSTEM, (ctx) => checkByOthers(ctx, campaign))
    for (const labeler of labelers) await withTx(database, SYSTEM, (ctx) => judge(ctx, labeler))
    checked += labelers.length
  }
  return checked
}

/** Suspends control tasks that good labelers keep failing. One worker's turn is enough: the second finds none. */
export const tryAllGold = (database: Database): Promise<number> =>
  withTx(database, SYSTEM, (ctx) => tryGold(ctx))
