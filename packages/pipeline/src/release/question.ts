import { canonicalJson, type Json, sha256Hex } from '@rowright/protocol'
import { type Question, questionOf } from '@rowright/tasktype'

/** What the answers of some rows are answers to: type and settings, as the campaign had them when the release froze. */
export interface ReleasedQuestion {
  taskType: string
  schema: Json
}

/** A release's questions by name. Rows give the name only: settings are many times as long as an answer. [REL-9] */
export type Questions = Record<string, ReleasedQuestion>

/** Gathers the questions of rows as they pass; each campaign's is named once. */
export function gatherQuestions() {
  const questions: Questions = {}
  const names = new Map<string, string>()
  const ask = (campaignId: string, campaign: Question): string => {
    const known = names.get(campaignId)
    if (known !== undefined) return known
    const { name, question } = nameQuestion(campaign)
    questions[name] = question
    names.set(campaignId, name)
    return name
  }
  return { questions, ask }
}

/** Name (16 hex digits of its SHA-256) and content: the same question has the same name on every instance. */
function nameQuestion(campaign: Question): { name: string; question: ReleasedQuestion } {
  const question = { taskType: campaign.taskType, schema: questionOf(campaign).schema as Json }
  return { name: sha256Hex(canonicalJson(question)).slice(0, 16), question }
}
