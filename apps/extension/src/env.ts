/** A folder for pictures of what a person sees; none are taken without it. Only tests read it. */
export const SHOTS: string | undefined = process.env.SHOTS
