import type { QualityStatement } from '@rowright/pipeline/release'
import type { Described } from './described.ts'

const percent = (ppm: number) => `${Math.round(ppm / 1_000) / 10} %`

/** The properties of Croissant RAI 1.0 that the release can answer from what was measured, and nothing else. */
export function responsibleAi({ pool, release, quality, campaigns }: Described): Record<string, unknown> {
  const from = campaigns.map((one) => one.createdAt.toISOString()).sort()[0]
  return {
    'rai:dataCollection':
      'Items were uploaded by the requester of the pool or collected by contributors; every row says which.',
    'rai:dataCollectionType': ['Manual Human Curation'],
    ...(from ? { 'rai:dataCollectionTimeframe': [from, release.consentCutoff.toISOString()] } : {}),
    'rai:dataAnnotationProtocol': campaigns
      .map(({ name, guidelines, overlap, price }) =>
        [
          `${name}: at most ${overlap} answers a task, ${price} base units each.`,
          guidelines && `Guidelines: ${guidelines.slice(0, 2_000)}`,
        ]
          .filter(Boolean)
          .join(' '),
      )
      .join('\n\n'),
    'rai:dataAnnotationPlatform': ['Rowright'],
    'rai:dataAnnotationAnalysis': quality
      ? analysis(quality)
      : ['This release is from before quality was stated.'],
    ...(quality ? { 'rai:annotationsPerItem': String(quality.annotationsPerRow.mean) } : {}),
    'rai:machineAnnotationTools': (quality?.methods ?? []).map(
      ({ method, version }) => `${method} (${version})`,
    ),
    'rai:annotatorDemographics': [
      `${release.labelers} labelers under pseudonyms of this pool; nothing else is asked or kept.`,
    ],
    'rai:personalSensitiveInformation': ['Pseudonyms of labelers. Payloads are as their givers gave them.'],
    'rai:dataLimitations': quality ? [errorSentence(quality)] : [],
    'rai:dataBiases': [
      'Labelers choose to take part and are paid per accepted answer; they are no sample of a population.',
    ],
    'rai:dataUseCases': pool.terms.purposes,
    'rai:dataReleaseMaintenancePlan':
      'When a contributor ends their consent, a tombstone is published within a minute and a new version within an hour; old files answer 410 Gone from their delete-by date on.',
    'rai:dataManipulationProtocol': `Answers are combined by ${(quality?.methods ?? []).map((one) => one.version).join(', ') || 'the methods named in each row'}; ${
      quality?.consent.leftOut ?? 0
    } answers without a consent that held were left out.`,
  }
}

const analysis = (quality: QualityStatement): string[] => [
  ...quality.agreement.map(
    ({ campaign, alphaPpm, annotations }) =>
      `${campaign}: Krippendorff's alpha ${alphaPpm === null ? 'undefined' : (alphaPpm / 1e6).toFixed(3)} over ${annotations} answers.`,
  ),
  ...(quality.textErrors ?? []).map(
    ({ campaign, texts, cer, wer }) =>
      `${campaign}: character error rate ${interval(cer)}, word error rate ${interval(wer)}, over ${texts} control tasks.`,
  ),
  errorSentence(quality),
]

const interval = (rate: { ppm: number; lowPpm: number; highPpm: number }): string =>
  `${percent(rate.ppm)} (95 % interval ${percent(rate.lowPpm)} to ${percent(rate.highPpm)})`

function errorSentence({ estimatedError: { basis, ppm, lowPpm, highPpm, tasks } }: QualityStatement): string {
  if (basis === 'confidence')
    return `No control task: one minus the mean confidence is ${percent(ppm)}, checked against nothing.`
  return `Estimated share of wrong results ${percent(ppm)} (95 % interval ${percent(lowPpm!)} to ${percent(highPpm!)}, ${tasks} control tasks).`
}
