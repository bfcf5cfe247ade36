/** A folder for pictures of what a person sees; none are taken without it. Only tests read this file. */
export const SHOTS: string | undefined = process.env.SHOTS

/** Ends the worker before and after each single write; else around those that change what a lease is. Minutes. */
export const EVERY_WRITE: boolean = process.env.EVERY_WRITE === '1'

/** What a browser that a test starts is handed. */
export const ENVIRONMENT: NodeJS.ProcessEnv = process.env
