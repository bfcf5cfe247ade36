/** Reports steps as they happen: a spinner on a terminal, plain lines elsewhere. */
export interface Progress {
  /** Runs `work` under a title and shows how long it took; `detail` says what came of it. */
  step<T>(title: string, work: () => Promise<T>, detail?: (result: T) => string): Promise<T>
  /** One line between steps. */
  note(line: string): void
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/** A step that takes longer than this is announced before it ends, for readers without a spinner. */
const PATIENCE_MS = 3_000

export function progressOn(stream: NodeJS.WriteStream): Progress {
  const line = (text: string) => stream.write(`${stream.isTTY ? '\r\x1b[K' : ''}${text}\n`)
  return {
    note: line,
    async step(title, work, detail) {
      const began = performance.now()
      const elapsed = () => `${((performance.now() - began) / 1000).toFixed(1)} s`
      let frame = 0
      const timer = stream.isTTY
        ? setInterval(
            () => stream.write(`\r\x1b[K${FRAMES[frame++ % FRAMES.length]} ${title}  ${elapsed()}`),
            100,
          )
        : setTimeout(() => line(`… ${title}`), PATIENCE_MS)
      try {
        const result = await work()
        clearInterval(timer)
        line(`✓ ${title}${detail ? ` ${detail(result)}` : ''}  ${elapsed()}`)
        return result
      } catch (error) {
        clearInterval(timer)
        line(`✗ ${title}  ${elapsed()}`)
        throw error
      }
    },
  }
}

/** For callers that report in their own way. */
export const quiet: Progress = { step: (_title, work) => work(), note: () => undefined }
