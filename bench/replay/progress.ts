import { type Progress, progressOn } from '../../scripts/runtime/progress.ts'

/** Steps of a replay, and steps that count. */
export interface Reporter extends Progress {
  /** A step of `total` parts; `work` reports how many are done: a bar on a terminal, a line now and then elsewhere. */
  count<T>(
    title: string,
    total: number,
    work: (done: (n: number) => void) => Promise<T>,
    detail?: (result: T) => string,
  ): Promise<T>
}

const BAR = 28
const LINE_EVERY_MS = 10_000

export function reporterOn(stream: NodeJS.WriteStream): Reporter {
  const progress = progressOn(stream)
  return { ...progress, count: counting(progress, stream) }
}

/** Silent, for tests. */
export function silentReporter(): Reporter {
  const progress: Progress = { step: (_title, work) => work(), note: () => undefined }
  return { ...progress, count: (_title, _total, work) => work(() => undefined) }
}

function counting(progress: Progress, stream: NodeJS.WriteStream): Reporter['count'] {
  return async (title, total, work, detail) => {
    const began = performance.now()
    let done = 0
    const seconds = () => (performance.now() - began) / 1_000
    const rate = () => `${Math.round(done / Math.max(0.001, seconds()))}/s`
    const counts = () => `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`
    const show = () => {
      const filled = Math.round((BAR * done) / Math.max(1, total))
      const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`
      if (stream.isTTY)
        stream.write(`\r\x1b[K${bar} ${title}  ${counts()}  ${rate()}  ${seconds().toFixed(0)} s`)
      else progress.note(`… ${title}  ${counts()}  ${rate()}  ${seconds().toFixed(0)} s`)
    }
    const timer = setInterval(show, stream.isTTY ? 100 : LINE_EVERY_MS)
    try {
      const result = await work((n) => {
        done = n
      })
      clearInterval(timer)
      progress.note(`✓ ${title}  ${detail ? detail(result) : counts()}  ${seconds().toFixed(1)} s`)
      return result
    } catch (error) {
      clearInterval(timer)
      progress.note(`✗ ${title}  ${counts()}  ${seconds().toFixed(1)} s`)
      throw error
    }
  }
}
