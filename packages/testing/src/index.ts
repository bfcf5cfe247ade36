export { seededRandom } from './seededRandom.ts'
export { type TestChain, testChain } from './testChain.ts'
export { type TestClock, testClock } from './testClock.ts'
export { type TestDatabase, testDatabase } from './testDatabase.ts'
