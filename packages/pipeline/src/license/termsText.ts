import type { Use } from './offersOf.ts'

/** All that the terms of an offer say. Times in seconds, price in base units of the token. */
export interface TermsFacts {
  pool: { id: string; name: string; chainPoolId: string }
  /** The requester, as the pool shows them; their id when they gave no name. */
  requester: string
  use: Use
  price: { amount: bigint; symbol: string; decimals: number; token: string }
  durationSeconds: number
  /** SHA-256 of what the contributors agreed to. */
  consentTermsHash: string
  chain: { id: number; licenses: string }
  /** How long a licensee has to acknowledge a revocation epoch, fixed in the contract. */
  graceSeconds: number
  /** Where the instance is reached: notices, and whom to write to. */
  publicUrl: string
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const
const PURPOSE_WORDS = {
  research: 'research, and publishing what was found',
  'model-training': 'training models, and using and offering the trained models',
  'model-evaluation': 'measuring and comparing models',
}
const CLASS_WORDS = {
  anyone: 'Anyone may be the licensee.',
  academic: 'The licensee is a school, university or public research body, or works for one.',
  commercial: 'The licensee may act for a business.',
}

/** An amount in whole tokens, exactly. */
export function inTokens({ amount, decimals }: TermsFacts['price']): string {
  const digits = amount.toString().padStart(decimals + 1, '0')
  const [whole, rest] = [digits.slice(0, digits.length - decimals), digits.slice(digits.length - decimals)]
  return `${whole}.${rest.replace(/0+$/, '').padEnd(2, '0')}`
}

/** In the largest unit that says it exactly. */
function lasting(seconds: number): string {
  const [unit, size] = UNITS.find(([, each]) => seconds >= each && seconds % each === 0) ?? ['second', 1]
  return `${seconds / size} ${unit}${seconds === size ? '' : 's'}`
}

/** The terms of an offer in plain words, Markdown. The template that a counsel reads; only the facts differ. [LIC-10] */
export function termsText(of: TermsFacts): string {
  const purposes = of.use.purposes.map((one) => `- ${PURPOSE_WORDS[one]}`).join('\n')
  return `# License terms: ${of.pool.name}

Template of 2026-11, version 1. It is not legal advice: have your counsel read it.

## 1. Who licenses to whom

The licensors are the contributors of the pool “${of.pool.name}” (${of.pool.id}), each for their own answers and items, by a signed consent to the terms with SHA-256 ${of.consentTermsHash}. ${of.requester} opened the pool and offers the license on their behalf. The licensee is whoever holds the license in the contract ${of.chain.licenses} on chain ${of.chain.id}. ${CLASS_WORDS[of.use.licenseeClass]}

## 2. What you may do

You may copy and process the rows of this pool's releases that are delivered to you, for:

${purposes}

## 3. What you may not do

- use the rows for anything else;
- pass the rows on, to anybody who holds no license of their own;
- try to find out who a contributor is, or join rows with other data to that end;
- use rows that you were told to delete or replace.

A contributor may have refused you by name or for one of these purposes. Then their answers are not in what you are given, and nothing entitles you to them.

## 4. Price and term

${inTokens(of.price)} ${of.price.symbol}, once, for ${lasting(of.durationSeconds)} from the purchase. The term covers the releases that exist then and those published while it lasts. When it ends you get no further copies; what you did until then stays lawful.

## 5. When somebody ends their consent

Any contributor may end their consent at any time, and a consent may expire. It works forward. Then:

- the release is withdrawn at once, and a new one without those answers takes its place;
- you find the rows in the feed of your license (${of.publicUrl}/v1/licenses/ID/tombstones). Each notice names the row, whether to delete or to replace it, and a date;
- from the notice on you start nothing new with those rows, and by that date you delete or replace every copy you have, those you gave to processors included.

This duty outlives the term of the license.

## 6. Models that were trained

A model trained lawfully before the notice may be kept and used; it need not be trained again. It is not trained further on the rows, and nobody is helped to get the rows out of it. Keep a record of which release it was trained on and when, so that you can show it was before the notice.

## 7. Acknowledge, or the license lapses

At most once a day and pool, ended consents are gathered into a revocation epoch on chain. Within ${lasting(of.graceSeconds)} of each one you confirm, with the wallet that holds the license or by its signature (\`ackRevocations\`), that you have done what section 5 says. A license that has not confirmed in time is not valid and opens nothing, until it has. No money is given back for that time.

## 8. Money

The contributors share the price by the rows and rules that the pool publishes. What they have earned stays theirs when they end their consent, and the price is not given back.

## 9. No warranty

The quality of a release is measured and stated with it. Beyond that the rows are given as they are.

## 10. Contacts

Notices, this text and the state of your license: ${of.publicUrl}. Questions about the pool go to its requester, about the instance to its steward, both there.
`
}
