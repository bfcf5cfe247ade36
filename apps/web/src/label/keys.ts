/** Keys the editor uses itself; a label never gets them. */
export const SKIP_KEY = 's'
export const REPORT_KEY = 'r'
export const HELP_KEY = '?'

/**
 * The key of each label: the one its requester gave it, else its own digit when every label is one ("7" is answered
 * by 7), else the next free one of 1…9 and 0; further labels have none.
 */
export function labelKeys(
  labels: readonly { value: string; label: string; key?: string | undefined }[],
): (string | null)[] {
  const given = new Set(labels.map(({ key }) => key))
  const own = labels.map(({ label }) => label)
  if (
    !labels.some(({ key }) => key) &&
    own.every((text) => /^\d$/.test(text)) &&
    new Set(own).size === own.length
  )
    return own
  const free = [...'1234567890'].filter((digit) => !given.has(digit))
  return labels.map(({ key }) => key ?? free.shift() ?? null)
}

/** Whether a key press belongs to what has the focus (a text field, a menu, a dialog), not to the editor. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]') !== null
}

/** Whether a key press is that of the button or link that has the focus: Enter and Space press it. */
export const isPressing = ({ key, target }: Pick<KeyboardEvent, 'key' | 'target'>): boolean =>
  (key === 'Enter' || key === ' ') &&
  target instanceof Element &&
  target.closest('button, a, summary') !== null
