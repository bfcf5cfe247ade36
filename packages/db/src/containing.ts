/** A pattern of `like` for texts that have a word in them, its own signs taken as they are. */
export const containing = (word: string): string => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`
