import { createWorker, type ImageLike, OEM, PSM } from 'tesseract.js'
import { ENGINE_VERSION, type EngineLanguage, MODELS, tidy } from './language.ts'

/** Where the parts of the engine are: folders in Node, addresses of our own in a browser. Nothing comes from elsewhere. */
export interface ReaderPlaces {
  /** Has `<language>.traineddata.gz`. */
  models: string
  /** The engine's worker script and WebAssembly; Node finds them by itself. */
  worker?: string
  core?: string
}

/** What a machine read, and how sure it says it is. */
export interface Reading {
  /** Tidied; empty when nothing was found. */
  text: string
  confidencePpm: number
  model: 'tesseract.js'
  /** Engine and model, e.g. `7.0.0 hin 4.0.0_best_int`. */
  version: string
}

export interface Reader {
  /** Reads a picture. @param image its bytes (PNG, JPEG, GIF, WebP). @throws Error when it is no picture. */
  read(image: Uint8Array): Promise<Reading>
  close(): Promise<void>
}

/** Starts an engine for one language, in a worker of its own. The same in Node and in a browser. [OCR-1] */
export async function openReader(language: EngineLanguage, places: ReaderPlaces): Promise<Reader> {
  const worker = await createWorker(language, OEM.LSTM_ONLY, {
    langPath: places.models,
    cacheMethod: 'none',
    gzip: true,
    workerBlobURL: false,
    ...(places.worker ? { workerPath: places.worker } : {}),
    ...(places.core ? { corePath: places.core } : {}),
    // The same error rejects the call that it belongs to.
    errorHandler: () => undefined,
  })
  // A line or a few: no search for columns.
  await worker.setParameters({ tessedit_pageseg_mode: PSM.SINGLE_BLOCK, user_defined_dpi: '150' })
  return {
    async read(image) {
      const { data } = await worker.recognize(image as ImageLike)
      return {
        text: tidy(data.text, language),
        confidencePpm: Math.round(Math.min(100, Math.max(0, data.confidence)) * 10_000),
        model: 'tesseract.js',
        version: `${ENGINE_VERSION} ${language} ${MODELS}`,
      }
    },
    close: async () => {
      await worker.terminate()
    },
  }
}
