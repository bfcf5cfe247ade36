export { admit, type NewItem, payloadOf } from './admit.ts'
export { item } from './item.sql.ts'
