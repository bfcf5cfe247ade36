import { RowrightError } from '@rowright/protocol'

export const unknownPerson = (personId: string) =>
  new RowrightError('people/unknown-person', 'There is no such person here.', {
    status: 404,
    field: 'personId',
    hint: 'Use the id that GET /v1/me returns, or an address that has signed in.',
    context: { personId },
  })
export const suspended = (reason: string | null) =>
  new RowrightError('people/suspended', 'This account is suspended.', {
    status: 403,
    hint: `Write to the steward of this instance. Reason given: ${reason ?? 'none'}.`,
  })
export const closed = () =>
  new RowrightError('people/closed', 'This account has been deleted.', {
    status: 403,
    hint: 'Start again with a new one.',
  })
export const badDeviceProof = () =>
  new RowrightError('people/bad-device-proof', 'The signature does not belong to this device key.', {
    status: 400,
    field: 'proof',
    hint: 'Sign the text "rowright.device.v1:" followed by your person id with the Ed25519 key you register.',
  })
export const badStewardLink = () =>
  new RowrightError('people/bad-steward-link', 'This steward link is used, expired or mistyped.', {
    status: 403,
    field: 'token',
    hint: 'Print a fresh one by starting the instance again.',
  })
export const notASteward = () =>
  new RowrightError('people/not-a-steward', 'Only a steward of this instance may do this.', {
    status: 403,
    hint: 'Open the one-time steward link that the start command printed.',
  })
export const unknownFlag = (id: string) =>
  new RowrightError('people/unknown-flag', 'There is no such flag.', {
    status: 404,
    field: 'id',
    hint: 'List the flags with GET /v1/steward/flags.',
    context: { flag: id },
  })
export const sayWhetherApart = () =>
  new RowrightError('people/say-whether-apart', 'This flag is about accounts that act as one: are they?', {
    status: 422,
    field: 'apart',
    hint: 'Send "apart": true when they are different people, false when they are one.',
  })
export const cannotUndo = () =>
  new RowrightError('people/cannot-undo', 'This action cannot be taken back, or was taken back already.', {
    status: 409,
    field: 'actionId',
    hint: 'Only suspensions, roles and resolved flags can be undone, once each.',
  })
