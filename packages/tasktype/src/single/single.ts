import { z } from 'zod'
import { aggregateClasses } from '../byClass.ts'
import { labelIn, labelList } from '../labels.ts'
import { nominalAlpha } from '../nominalAlpha.ts'
import { checkAnything } from '../payload.ts'
import type { TaskType } from '../taskType.ts'

/** The labels are the campaign's own. */
const schema = z.object({ labels: labelList(2) })

/** One label of several. Stored as the label's value itself. */
export const single: TaskType<z.infer<typeof schema>, string> = {
  name: 'single',
  schema,
  checkPayload: checkAnything,
  parse: ({ labels }, input) => labelIn(labels, typeof input === 'number' ? String(input) : input, 'value'),
  input: (text) => text,
  write: (value) => value,
  read: (text) => text,
  agrees: (_, value, truth) => value === truth,
  aggregate: (_, said, { method }) => aggregateClasses(said, method),
  alpha: (_, said) => nominalAlpha(said),
  exported: (_, value) => value,
  classes: ({ labels }) => labels.map((one) => one.value),
  nominal: true,
  chance: ({ labels }) => 1 / labels.length,
}
