import { parseUnits } from '../money/format.ts'
import { type QuotaInput, readQuotas } from './quotaInput.ts'

export interface LabelInput {
  /** Of the row in the form, so that it keeps its focus when it moves. */
  key: number
  label: string
  /** What the results say; empty: the same as the label. */
  value: string
}

/** What stands in the form of a new campaign: texts, until they are sent. */
export interface CampaignInput {
  name: string
  guidelines: string
  labels: LabelInput[]
  price: string
  /** Each item gets `overlap` answers, or between `overlapMin` and `overlap` until it is sure. */
  stopping: 'fixed' | 'sure'
  overlap: string
  overlapMin: string
  targetPercent: string
  reviewSlots: string
  quotas: QuotaInput[]
  controlPercent: string
  assignment: 'open' | 'list'
  stake: string
  leaseMinutes: string
  holdSeconds: string
  method: 'ds' | 'sds' | 'majority'
}

export type Fault =
  | 'name'
  | 'labelsFew'
  | 'labelsEmpty'
  | 'labelsTwice'
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

export const emptyCampaign: CampaignInput = {
  name: '',
  guidelines: '',
  labels: [
    { key: 0, label: '', value: '' },
    { key: 1, label: '', value: '' },
  ],
  price: '0.02',
  stopping: 'fixed',
  overlap: '3',
  overlapMin: '2',
  targetPercent: '98',
  reviewSlots: '1',
  quotas: [],
  controlPercent: '10',
  assignment: 'open',
  stake: '0',
  leaseMinutes: '10',
  holdSeconds: '60',
  method: 'sds',
}

const mostPercent = 50
const ppmPerPercent = 10_000

const whole = (text: string, least: number, most: number): number | null =>
  /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most ? Number(text) : null

const percent = (text: string): number | null =>
  /^\d+(\.\d{1,2})?$/.test(text.trim()) && Number(text) <= mostPercent ? Number(text) : null

export const labelsOf = (labels: LabelInput[]) =>
  labels.map(({ label, value }) => ({ label: label.trim(), value: value.trim() || label.trim() }))

/** The campaign to create, and what is wrong with the texts; `campaign` is null while anything is. */
export function readCampaign(input: CampaignInput, decimals: number) {
  const faults = new Set<Fault>()
  const labels = labelsOf(input.labels)
  if (input.name.trim() === '') faults.add('name')
  if (labels.length < 2) faults.add('labelsFew')
  else if (labels.some(({ label }) => label === '')) faults.add('labelsEmpty')
  else if (new Set(labels.map(({ value }) => value)).size < labels.length) faults.add('labelsTwice')
  const price = parseUnits(input.price, decimals)
  if (price === null || price === 0n) faults.add('price')
  const overlap = whole(input.overlap, 1, 1_000)
  if (overlap === null) faults.add('overlap')
  const sure = input.stopping === 'sure'
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
  const stake = parseUnits(input.stake, decimals)
  if (stake === null) faults.add('stake')
  const lease = whole(input.leaseMinutes, 1, 1_440)
  if (lease === null) faults.add('lease')
  const hold = whole(input.holdSeconds, 1, 604_800)
  if (hold === null && input.assignment === 'open') faults.add('hold')
  const campaign = {
    name: input.name.trim(),
    guidelines: input.guidelines.trim(),
    labels,
    price: String(price ?? 0n),
    overlap: overlap ?? 1,
    overlapMin: sure ? (overlapMin ?? 1) : (overlap ?? 1),
    targetConfidencePpm: sure ? Math.round(target * ppmPerPercent) : null,
    reviewSlots: sure && input.assignment === 'open' ? (review ?? 0) : 0,
    quotas: input.assignment === 'open' ? (quotas ?? []) : [],
    goldRatePpm: Math.round((control ?? 0) * ppmPerPercent),
    assignment: input.assignment,
    stake: String(stake ?? 0n),
    leaseSeconds: (lease ?? 1) * 60,
    holdSeconds: input.assignment === 'list' ? null : hold,
    method: input.method,
  }
  return { faults, campaign }
}
