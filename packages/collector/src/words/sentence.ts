import en from './en.json' with { type: 'json' }

/**
 * A sentence as data, so that it can be read in another language than it was written in: its key in a list of words, and
 * what stands for `$1`, `$2`, …
 */
export interface Sentence {
  key: string
  with: Value[]
  /** Words that were not ours to begin with, e.g. a server's: shown where no list knows the key. */
  text?: string
}
/** Several sentences as one value are a list. */
type Value = string | Sentence | Sentence[]

/** The words of a key in some language, with its values in their places; undefined when it has none. */
export type Words = (key: string, values: string[]) => string | undefined

/** Makes sentences of a list of words. */
export const speaker =
  <Key extends string>() =>
  (key: Key, ...values: (string | number | Sentence | Sentence[])[]): Sentence => ({
    key,
    with: values.map((value) => (typeof value === 'number' ? String(value) : value)),
  })

/** What somebody else said. `key` names it where it has a name, e.g. an error's code. */
export const quoted = (text: string, key = ''): Sentence => ({ key, with: [], text })

/** Several sentences stand one after another. */
export const render = (said: Sentence | Sentence[], words: Words): string =>
  Array.isArray(said)
    ? joined(said, 'then', words)
    : (words(
        said.key,
        said.with.map((value) =>
          typeof value === 'string'
            ? value
            : Array.isArray(value)
              ? joined(value, 'list', words)
              : render(value, words),
        ),
      ) ??
      said.text ??
      said.key)

const joined = (all: Sentence[], by: 'then' | 'list', words: Words): string =>
  all
    .map((one) => render(one, words))
    .reduce((before, next) => (before === '' ? next : (words(by, [before, next]) ?? next)), '')

/** Words from a list whose values are `$1`, `$2`, …; a value is put in as it is. */
export const wordsOf =
  (list: Readonly<Record<string, string>>): Words =>
  (key, values) =>
    Object.hasOwn(list, key) ? list[key]!.replace(/\$(\d)/g, (_, at) => values[at - 1] ?? '') : undefined

export const sentence = speaker<keyof typeof en>()
export const inEnglish = (said: Sentence | Sentence[]): string => render(said, wordsOf(en))
