/** Keys the editor uses itself; a label never gets them. */
export const SKIP_KEY = 's'
export const REPORT_KEY = 'r'
export const HELP_KEY = '?'

/**
 * The key of each label: its own digit when every label is one ("7" is answered by 7), otherwise 1…9 and 0 by
 * position; further labels have none.
 */
export function labelKeys(labels: readonly { value: string; label: string }[]): (string | null)[] {
  const own = labels.map(({ label }) => label)
  if (own.every((text) => /^\d$/.test(text)) && new Set(own).size === own.length) return own
  return labels.map((_, i) => (i < 9 ? String(i + 1) : i === 9 ? '0' : null))
}

/** Whether a key press belongs to what has the focus (a text field, a menu, a dialog), not to the editor. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]') !== null
}
