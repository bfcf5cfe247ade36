export { accounts } from './accounts.ts'
export { balanceOf, imbalance } from './balanceOf.ts'
export { balance, transfer } from './ledger.sql.ts'
export { type Transfer, transferMany } from './transferMany.ts'
