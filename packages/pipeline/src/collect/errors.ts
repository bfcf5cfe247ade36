import { RowrightError } from '@rowright/protocol'

export const badCode = () =>
  new RowrightError('collect/bad-code', 'This code does not pair: it is unknown, used or over.', {
    status: 404,
    hint: 'Make a new one on your page of nodes.',
  })

export const keyIsPaired = () =>
  new RowrightError('collect/key-is-paired', 'This key belongs to another account.', {
    status: 409,
    hint: 'Make a new key in the node and pair that.',
  })

export const notPaired = () =>
  new RowrightError('collect/not-paired', 'This key is paired with no account.', {
    status: 401,
    hint: 'Pair the node with a code of your account.',
  })

export const unknownLease = () =>
  new RowrightError('collect/unknown-lease', 'This node has no such lease.', {
    status: 404,
    hint: 'Ask for leases; a lease is for the node that asked.',
  })

export const leaseOver = (state: string) =>
  new RowrightError('collect/lease-over', `The lease is ${state}.`, {
    status: 409,
    hint: 'Drop it and ask for another; nothing was counted against you.',
  })

export const manyTurns = () =>
  new RowrightError('collect/many-turns', 'This lease has had all the turns that one may have.', {
    status: 409,
    field: 'host',
    hint: 'Return the lease; nothing is counted against you.',
  })

export const otherCommitment = () =>
  new RowrightError('collect/other-commitment', 'The lease holds another commitment.', {
    status: 409,
    hint: 'Reveal what was committed first.',
  })

export const notCommitted = () =>
  new RowrightError('collect/not-committed', 'Nothing was committed for this lease.', {
    status: 409,
    hint: 'Commit first, then reveal.',
  })

export const doesNotOpen = () =>
  new RowrightError('collect/does-not-open', 'Salt and result do not open the commitment.', {
    status: 409,
    hint: 'Reveal the result that was committed.',
  })

export const notOfTheLease = (field: string, message: string) =>
  new RowrightError('collect/not-of-the-lease', message, {
    status: 422,
    field,
    hint: 'Return the lease with its reason instead.',
  })

export const invalidCollection = (field: string, message: string) =>
  new RowrightError('collect/invalid-collection', message, {
    status: 422,
    field,
    hint: 'Correct the field and send it again.',
  })

export const invalidCanaryHost = (origin: string) =>
  new RowrightError('collect/invalid-canary-host', `"${origin}" is no origin of a canary's host.`, {
    status: 422,
    field: 'CANARY_HOSTS',
    hint: 'Write origins on the default port, parted by commas, e.g. https://stories.example.',
  })

export const unknownSeed = () =>
  new RowrightError('collect/unknown-seed', 'This campaign has no such sitemap or feed.', {
    status: 404,
    field: 'seedId',
    hint: 'Look at the list again; it may be gone already.',
  })

export const invalidTakeDown = (field: string, message: string) =>
  new RowrightError('collect/invalid-take-down', message, {
    status: 422,
    field,
    hint: 'Name one host, or up to a hundred addresses of pages on one host.',
  })

export const unknownTakeDown = () =>
  new RowrightError('collect/unknown-take-down', 'There is no such request.', {
    status: 404,
    field: 'id',
    hint: 'Use the number that the form gave you.',
  })

export const takeDownDecided = (decision: string) =>
  new RowrightError('collect/take-down-decided', `This request was ${decision} already.`, {
    status: 409,
    field: 'id',
    hint: 'Look at the list again; a decision is made once.',
  })

export const manyTakeDowns = (host: string) =>
  new RowrightError('collect/many-take-downs', `Many requests about ${host} wait for a steward already.`, {
    status: 409,
    field: 'host',
    hint: 'They are looked at together; ask again when they are decided.',
  })

export const noClips = () =>
  new RowrightError('collect/no-clips', 'This campaign takes no clip with this tag.', {
    status: 409,
    field: 'tag',
    hint: 'Take an open campaign of your node, and one of its tags.',
  })

export const emptyClip = () =>
  new RowrightError('collect/empty-clip', 'There is nothing in this clip.', {
    status: 422,
    field: 'text',
    hint: 'Send a text or a picture.',
  })

export const clipNeedsConsent = () =>
  new RowrightError('collect/consent-needed', 'You have not agreed to the terms of this pool.', {
    status: 409,
    field: 'campaignId',
    hint: 'Read them and agree on the page /node of the instance, then send the clip again.',
  })

export const clipOfTakenDown = (host: string) =>
  new RowrightError('collect/taken-down', `Pages of ${host} stay out: it asked for that.`, {
    status: 409,
    field: 'url',
    hint: 'Nothing was kept.',
  })
