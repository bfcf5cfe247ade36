import { z } from 'zod'
import { address, amount, id, time } from './contract.ts'

const hex = z.string().regex(/^0x[0-9a-fA-F]*$/)
export const call = z.object({ to: address, data: hex, value: amount })

/** What a wallet is asked to do. */
export const payment = z.object({
  chainId: z.number(),
  /** `Licenses`. */
  contract: address,
  token: address,
  /** Lets the contract take the price. */
  approve: call,
  /** `buyFor`, with the order behind its arguments. */
  transaction: call,
  /** For `buyWithAuthorization`: sign with `from` set to the payer; hand in with this salt. */
  authorization: z.object({
    salt: hex,
    typedData: z.object({
      domain: z.object({
        name: z.string(),
        version: z.string(),
        chainId: z.number(),
        verifyingContract: address,
      }),
      types: z.record(z.string(), z.array(z.object({ name: z.string(), type: z.string() }))),
      primaryType: z.string(),
      message: z.object({
        from: z.null(),
        to: address,
        value: amount,
        validAfter: z.string(),
        validBefore: z.string(),
        nonce: hex,
      }),
    }),
  }),
})

export const quoteIn = z.object({
  poolId: id,
  offerId: z.string().regex(/^\d{1,20}$/, 'the number of an offer'),
  /** Whom the license will belong to: an address of yours by default. */
  licensee: address.optional(),
  /** True for a buyer without a wallet: the license belongs to an address that this instance keeps for you. */
  invoice: z.boolean().default(false),
  /** What your bookkeeping calls the order; it goes into the transaction and pays once. */
  orderNumber: z.string().trim().min(1).max(100).optional(),
})

export const authorizationIn = z.object({
  quoteId: id,
  /** Whose test or real dollars pay: the `from` that was signed. */
  payer: address,
  /** Over `payment.authorization.typedData`, 65 bytes. */
  signature: z.string().regex(/^0x[0-9a-fA-F]{130}$/, 'a signature: 0x and 130 hex digits'),
})

export const quote = z.object({
  id,
  poolId: id,
  offerId: z.string(),
  licensee: address,
  price: amount,
  termsHash: z.string(),
  orderNumber: z.string().nullable(),
  /** 32 bytes that the transaction carries. */
  reference: hex,
  expiresAt: time,
  payment,
})

export const purchase = z.object({
  quoteId: id,
  /** `pending` until the chain is sure: paid or not, do not pay again. */
  status: z.enum(['open', 'expired', 'pending', 'active']),
  transaction: z.string().nullable(),
  licenseId: z.string().nullable(),
  expiresAt: time.nullable(),
})

export const transactionIn = z.object({
  quoteId: id,
  transaction: z.string().regex(/^0x[0-9a-fA-F]{64}$/, 'the hash of a transaction: 0x and 64 hex digits'),
})

/** An order as its buyer sees it in a list; `GET /v1/quotes/{id}` tells how to pay it. */
export const order = z.object({
  quoteId: id,
  poolId: id,
  poolName: z.string(),
  offerId: z.string(),
  licensee: address,
  /** True: the licensee is an address that this instance keeps, and a steward pays. */
  invoice: z.boolean(),
  orderNumber: z.string().nullable(),
  price: amount,
  /** `pending`: a transaction was told and is not final. Do not pay again. */
  status: z.enum(['open', 'expired', 'pending', 'active']),
  transaction: z.string().nullable(),
  licenseId: z.string().nullable(),
  createdAt: time,
  expiresAt: time,
})

/** An invoice that waits for a steward. Pay `price` by `Licenses.buyFor(offerId, licensee, price)`, `reference` behind its arguments. */
export const invoice = order
  .pick({
    ...{ quoteId: true, poolId: true, poolName: true, offerId: true, licensee: true },
    ...{ orderNumber: true, price: true, createdAt: true, expiresAt: true },
  })
  .extend({ buyer: z.object({ personId: id, name: z.string().nullable() }), reference: hex })

/** What happened to the releases of a license, added up: programs read `…/changes` row by row. */
export const news = z.object({
  items: z.array(
    z.object({
      kind: z.enum(['release', 'tombstone', 'erratum']),
      /** Numbers in the feed of changes, both inclusive. */
      firstSeq: z.number(),
      lastSeq: z.number(),
      releaseId: id.nullable(),
      version: z.number().nullable(),
      reason: z.string().nullable(),
      deletes: z.number(),
      replaces: z.number(),
      errata: z.number(),
      effectiveAt: time,
      deleteBy: time.nullable(),
      /** Whether it was since the license was bought: what went before that was never given under it. */
      concerns: z.boolean(),
      /** When the licensee said that these rows are gone or replaced; null: not yet, or there is nothing to say. */
      acknowledgedAt: time.nullable(),
    }),
  ),
  nextCursor: z.string().nullable(),
  /** Up to which number the licensee has said so; 0: never. */
  acknowledgedThrough: z.number(),
})
