import { describe, expect, it } from 'vitest'
import { type JourneyInput, nextStep } from './journey.ts'

const opened: JourneyInput = {
  pool: { chainPoolId: null },
  campaign: null,
  progress: null,
  releases: [],
  offers: [],
}
const onChain: JourneyInput = { ...opened, pool: { chainPoolId: '0x01' } }
const draft = { taskType: 'single', status: 'draft', settled: false, funded: '0', price: '100' } as const
const empty = { tasks: 0, wantedSlots: 0, slots: 0, openSlots: 0, reserved: 0, submitted: 0 }
const uploaded = { ...empty, wantedSlots: 30 }
const open = { ...draft, status: 'open', funded: '3000' } as const
const running = { ...uploaded, slots: 30, openSlots: 4, reserved: 1 }
const answered = { ...running, openSlots: 0, reserved: 0 }
const fetched = { ...answered, tasks: 28, slots: 28, submitted: 28 }
const closed = { ...open, status: 'closed' } as const

describe('what the requester does next', () => {
  it.each<[string, string | null, JourneyInput]>([
    ['a new pool goes on chain', 'chain', opened],
    ['then it needs a campaign', 'campaign', onChain],
    ['which needs items', 'items', { ...onChain, campaign: draft, progress: empty }],
    ['and money', 'fund', { ...onChain, campaign: draft, progress: uploaded }],
    [
      'all of it: a part is not enough to go on',
      'fund',
      { ...onChain, campaign: { ...draft, funded: '2999' }, progress: uploaded },
    ],
    ['then it starts', 'start', { ...onChain, campaign: { ...draft, funded: '3000' }, progress: uploaded }],
    ['labelers answer', 'watch', { ...onChain, campaign: open, progress: running }],
    [
      'the last reservation is waited for',
      'watch',
      { ...onChain, campaign: open, progress: { ...answered, reserved: 1 } },
    ],
    [
      'a collection goes on until the pages that are wanted are there',
      'watch',
      { ...onChain, campaign: { ...open, taskType: 'collect' }, progress: { ...fetched, submitted: 27 } },
    ],
    [
      'second looks that are paid for and not needed keep nobody waiting',
      'close',
      { ...onChain, campaign: { ...open, taskType: 'collect' }, progress: fetched },
    ],
    ['when all is answered it is closed', 'close', { ...onChain, campaign: open, progress: answered }],
    [
      'closing takes until the last verdicts are in',
      'close',
      { ...onChain, campaign: closed, progress: answered },
    ],
    [
      'the results are released',
      'release',
      { ...onChain, campaign: { ...closed, settled: true }, progress: running },
    ],
    [
      'and offered',
      'offer',
      {
        ...onChain,
        campaign: { ...closed, settled: true },
        progress: answered,
        releases: [{ id: '1' }],
        offers: [{ open: false }],
      },
    ],
    [
      'and that is all',
      null,
      {
        ...onChain,
        campaign: { ...closed, settled: true },
        progress: answered,
        releases: [{ id: '1' }],
        offers: [{ open: true }],
      },
    ],
  ])('%s', (_, step, input) => expect(nextStep(input)).toBe(step))
})
