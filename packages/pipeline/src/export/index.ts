export { type Delivered, deliver } from './deliver.ts'
export { delivery } from './export.sql.ts'
