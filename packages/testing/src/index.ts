export { type TestDatabase, testDatabase } from './testDatabase.ts'
