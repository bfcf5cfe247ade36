import { describe, expect, it } from 'vitest'
import { blankLabel } from '../question/labelInput.ts'
import { emptyQuestion } from '../question/questionInput.ts'
import { emptyCampaign, readCampaign } from './campaignInput.ts'

const digits = {
  ...emptyCampaign,
  name: ' Which digit? ',
  question: { ...emptyQuestion, labels: [blankLabel(0, 'zero', '0'), blankLabel(1, 'one')] },
}

describe('reading the form of a campaign', () => {
  it('turns texts into base units, ppm and seconds', () => {
    const { faults, campaign } = readCampaign({ ...digits, controlPercent: '12.5' }, 6)
    expect([...faults]).toEqual([])
    expect(campaign).toMatchObject({
      name: 'Which digit?',
      labels: [
        { label: 'zero', value: '0' },
        { label: 'one', value: 'one' },
      ],
      price: '20000',
      goldRatePpm: 125_000,
      leaseSeconds: 600,
      holdSeconds: 86_400,
      windowChecks: 20,
      windowFailAt: 7,
    })
  })

  it('names every fault at once', () => {
    const { faults } = readCampaign({ ...emptyCampaign, price: '0', overlap: '0', controlPercent: '51' }, 6)
    expect([...faults].sort()).toEqual(['control', 'name', 'overlap', 'price'])
  })

  it('refuses prices finer than the token', () => {
    expect([...readCampaign({ ...digits, price: '0.0000001' }, 6).faults]).toEqual(['price'])
  })

  it('asks for a confidence between the least and the most answers, or for as many each', () => {
    const sure = { ...digits, stopping: 'sure' as const, overlapMost: '5', targetPercent: '99.5' }
    expect(readCampaign(sure, 6).campaign).toMatchObject({
      overlap: 5,
      overlapMin: 2,
      targetConfidencePpm: 995_000,
      reviewSlots: 1,
    })
    expect(readCampaign(digits, 6).campaign).toMatchObject({ overlapMin: 3, targetConfidencePpm: null })
    const wrong = { ...sure, overlapMin: '6', targetPercent: '100', reviewSlots: 'x' }
    expect([...readCampaign(wrong, 6).faults].sort()).toEqual(['overlapMin', 'review', 'target'])
  })

  it('reads quotas, each value once', () => {
    const quota = { key: 0, stratum: 'language' as const, value: ' hi ', percent: '40' }
    const { campaign } = readCampaign({ ...digits, quotas: [quota] }, 6)
    expect(campaign.quotas).toEqual([{ stratum: 'language', value: 'hi', maxPpm: 400_000 }])
    const twice = [quota, { ...quota, key: 1 }]
    expect([...readCampaign({ ...digits, quotas: twice }, 6).faults]).toEqual(['quotas'])
  })

  it('computes the stake that is left out, and refuses one under which clicking pays', () => {
    const { campaign, economy } = readCampaign(digits, 6)
    expect(campaign.stake).toBe(String(economy.stake))
    expect(economy.stake).toBeGreaterThan(0n)
    expect([...readCampaign({ ...digits, stake: '0' }, 6).faults]).toEqual(['economy'])
    expect([...readCampaign({ ...digits, controlPercent: '0' }, 6).faults]).toEqual(['economy'])
  })

  it('judges list campaigns when they close: no hold', () => {
    const { faults, campaign } = readCampaign({ ...digits, assignment: 'list', appealHours: '' }, 6)
    expect([faults.size, campaign.holdSeconds]).toEqual([0, null])
  })
})
