/** Seconds in a day: offers are made in days and stand in seconds. */
export const daySeconds = 86_400
