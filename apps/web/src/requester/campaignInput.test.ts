import { forecast } from '@rowright/protocol'
import { describe, expect, it } from 'vitest'
import { blankLabel } from '../question/labelInput.ts'
import { emptyQuestion, type QuestionInput } from '../question/questionInput.ts'
import { emptyCampaign, readCampaign } from './campaignInput.ts'

const labels = (n: number) => Array.from({ length: n }, (_, key) => blankLabel(key, `label ${key}`))
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

  it.each<[Partial<QuestionInput>, number]>([
    [{ type: 'single', labels: labels(2) }, 2],
    [{ type: 'single', labels: labels(10) }, 10],
    [{ type: 'multi', labels: labels(6) }, 4],
    [{ type: 'rating', scaleLeast: '1', scaleMost: '5' }, 5],
    [{ type: 'rating', scaleLeast: '1', scaleMost: '10', scaleTolerance: '1' }, 10 / 3],
    [{ type: 'pairwise' }, 2],
    [{ type: 'pairwise', ties: true }, 3],
    [{ type: 'spans', labels: labels(1) }, 4],
    [{ type: 'transcription' }, 4],
  ])('computes pay by how often a click is right: %o in one of %d', (asked, classes) => {
    const { faults, economy } = readCampaign({ ...digits, question: { ...emptyQuestion, ...asked } }, 6)
    expect([...faults]).toEqual([])
    expect(economy.classes).toBeCloseTo(classes, 9)
    const { clickerShare, honestShare } = forecast(economy)
    expect(clickerShare).toBeLessThan(0.05)
    expect(honestShare).toBeGreaterThan(0.99)
  })

  it('refuses slack under which clicking pays', () => {
    const rated = { ...emptyQuestion, type: 'rating' as const, scaleTolerance: '2' }
    expect([...readCampaign({ ...digits, question: rated }, 6).faults]).toEqual(['economy'])
    const chosen = { ...emptyQuestion, type: 'multi' as const, labels: labels(3), chooseTolerance: '2' }
    expect([...readCampaign({ ...digits, question: chosen }, 6).faults]).toEqual(['economy'])
  })

  it('judges list campaigns when they close: no hold', () => {
    const { faults, campaign } = readCampaign({ ...digits, assignment: 'list', appealHours: '' }, 6)
    expect([faults.size, campaign.holdSeconds]).toEqual([0, null])
  })
})
