'use client'

import { useKeys } from '../KeyScope.tsx'
import { isPressing, isTyping } from '../keys.ts'

/** Keys of an editor while it is there. `Enter` sends; a text field keeps its own keys, but for Ctrl+Enter. */
export function useEditorKeys(
  keys: Partial<Record<string, (event: KeyboardEvent) => void>>,
  send: () => void,
): void {
  useKeys((event) => {
    if (event.repeat || event.isComposing || event.altKey) return
    const command = event.ctrlKey || event.metaKey
    const typing = isTyping(event.target)
    if (typing && !(command && event.key === 'Enter')) return
    if (isPressing(event)) return
    const act = event.key === 'Enter' ? send : command ? undefined : keys[event.key]
    if (!act) return
    event.preventDefault()
    act(event)
  })
}
