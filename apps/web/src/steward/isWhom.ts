/** Whether a text can name a person: an address, or a person's id (UUID). */
export const isWhom = (text: string): boolean =>
  /^(0x[0-9a-f]{40}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(text.trim())
