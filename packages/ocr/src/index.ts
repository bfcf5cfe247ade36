export { openReader, type Reader, type ReaderPlaces, type Reading } from './reader.ts'
