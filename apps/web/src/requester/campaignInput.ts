import { parseUnits } from '../money/format.ts'

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
  overlap: string
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
  overlap: '3',
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
    goldRatePpm: Math.round((control ?? 0) * ppmPerPercent),
    assignment: input.assignment,
    stake: String(stake ?? 0n),
    leaseSeconds: (lease ?? 1) * 60,
    holdSeconds: input.assignment === 'list' ? null : hold,
    method: input.method,
  }
  return { faults, campaign }
}
