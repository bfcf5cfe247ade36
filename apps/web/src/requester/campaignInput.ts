import { refusal } from '@rowright/protocol'
import { parseUnits } from '../money/format.ts'
import { emptyQuestion, type QuestionInput, readQuestion } from '../question/questionInput.ts'
import { economyOf } from './economyOf.ts'
import { type QuotaInput, readQuotas } from './quotaInput.ts'

/** What stands in the form of a new campaign: texts, until they are sent. */
export interface CampaignInput {
  name: string
  guidelines: string
  question: QuestionInput
  price: string
  /** Each item gets `overlap` answers, or between `overlapMin` and `overlapMost` until it is sure. */
  stopping: 'fixed' | 'sure'
  overlap: string
  overlapMin: string
  overlapMost: string
  targetPercent: string
  reviewSlots: string
  quotas: QuotaInput[]
  controlPercent: string
  assignment: 'open' | 'list'
  /** Of a list: of each answer. Else of a window; empty: computed. */
  stake: string
  leaseMinutes: string
  windowChecks: string
  /** Empty: by the number of labels. */
  windowFailAt: string
  appealHours: string
  method: 'ds' | 'sds' | 'majority'
}

export type Fault =
  | 'name'
  | 'price'
  | 'overlap'
  | 'overlapMin'
  | 'target'
  | 'review'
  | 'quotas'
  | 'control'
  | 'stake'
  | 'lease'
  | 'hold'
  | 'windowChecks'
  | 'windowFailAt'
  | 'economy'

export const emptyCampaign: CampaignInput = {
  name: '',
  guidelines: '',
  question: emptyQuestion,
  price: '0.02',
  stopping: 'fixed',
  overlap: '3',
  overlapMin: '2',
  overlapMost: '7',
  targetPercent: '98',
  reviewSlots: '1',
  quotas: [],
  controlPercent: '10',
  assignment: 'open',
  stake: '',
  leaseMinutes: '10',
  windowChecks: '20',
  windowFailAt: '',
  appealHours: '24',
  method: 'sds',
}

const mostPercent = 50
const ppmPerPercent = 10_000

const whole = (text: string, least: number, most: number): number | null =>
  /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most ? Number(text) : null

const percent = (text: string): number | null =>
  /^\d+(\.\d{1,2})?$/.test(text.trim()) && Number(text) <= mostPercent ? Number(text) : null

/** The campaign to create, and what is wrong with the texts: of the question by field. */
export function readCampaign(input: CampaignInput, decimals: number) {
  const faults = new Set<Fault>()
  const { faults: questionFaults, question } = readQuestion(input.question)
  if (input.name.trim() === '') faults.add('name')
  const price = parseUnits(input.price, decimals)
  if (price === null || price === 0n) faults.add('price')
  const sure = input.stopping === 'sure'
  const overlap = whole(sure ? input.overlapMost : input.overlap, 1, 1_000)
  if (overlap === null) faults.add('overlap')
  const overlapMin = whole(input.overlapMin, 1, overlap ?? 1_000)
  if (sure && overlapMin === null) faults.add('overlapMin')
  const target = /^\d+(\.\d{1,2})?$/.test(input.targetPercent.trim()) ? Number(input.targetPercent) : 0
  if (sure && (target < 50 || target >= 100)) faults.add('target')
  const review = whole(input.reviewSlots, 0, 10)
  if (sure && input.assignment === 'open' && review === null) faults.add('review')
  const quotas = readQuotas(input.quotas)
  if (quotas === null) faults.add('quotas')
  const control = percent(input.controlPercent)
  if (control === null) faults.add('control')
  const open = input.assignment === 'open'
  const stake = input.stake.trim() === '' ? null : parseUnits(input.stake, decimals)
  if (input.stake.trim() !== '' && stake === null) faults.add('stake')
  const lease = whole(input.leaseMinutes, 1, 1_440)
  if (lease === null) faults.add('lease')
  const hours = /^\d+(\.\d)?$/.test(input.appealHours.trim()) ? Number(input.appealHours) : 0
  if (open && (hours < 0.1 || hours > 168)) faults.add('hold')
  const checks = whole(input.windowChecks, 5, 100)
  if (open && checks === null) faults.add('windowChecks')
  const failAt = whole(input.windowFailAt, 3, checks ?? 100)
  if (open && input.windowFailAt.trim() !== '' && failAt === null) faults.add('windowFailAt')
  const economy = economyOf({
    price: price ?? 0n,
    question,
    goldRatePpm: Math.round((control ?? 0) * ppmPerPercent),
    checks: checks ?? 20,
    failAt,
    stake,
  })
  if (open && refusal(economy)) faults.add('economy')
  const campaign = {
    name: input.name.trim(),
    guidelines: input.guidelines.trim(),
    ...question,
    price: String(price ?? 0n),
    overlap: overlap ?? 1,
    overlapMin: sure ? (overlapMin ?? 1) : (overlap ?? 1),
    targetConfidencePpm: sure ? Math.round(target * ppmPerPercent) : null,
    reviewSlots: sure && input.assignment === 'open' ? (review ?? 0) : 0,
    quotas: input.assignment === 'open' ? (quotas ?? []) : [],
    goldRatePpm: Math.round((control ?? 0) * ppmPerPercent),
    assignment: input.assignment,
    ...(open ? { windowChecks: economy.checks, windowFailAt: economy.failAt } : {}),
    stake: String(open ? economy.stake : (stake ?? 0n)),
    leaseSeconds: (lease ?? 1) * 60,
    holdSeconds: open ? Math.round(hours * 3_600) : null,
    method: input.method,
  }
  return { faults, questionFaults, campaign, economy }
}
