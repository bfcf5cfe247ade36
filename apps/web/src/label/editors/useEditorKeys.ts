'use client'

import { useKeys } from '../KeyScope.tsx'
import { isTyping } from '../keys.ts'

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
    const onButton = event.target instanceof Element && event.target.closest('button, a') !== null
    const act = event.key === 'Enter' && !onButton ? send : command ? undefined : keys[event.key]
    if (!act) return
    event.preventDefault()
    act(event)
  })
}
