/** An element with attributes and children; text stays text. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | boolean | ((event: Event) => void)> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value)
    else if (typeof value === 'boolean') element.toggleAttribute(name, value)
    else element.setAttribute(name, value)
  }
  element.append(...children)
  return element
}

export const byId = (id: string): HTMLElement => document.getElementById(id)!

/** A problem that the person can do something about, said where they look. */
export function say(id: string, text: string, isProblem = false): void {
  const place = byId(id)
  place.textContent = text
  place.className = isProblem ? 'said problem' : 'said'
}

/** Clicks count from now on: one that came before its listener would be lost. */
export function ready(): void {
  document.querySelector('main')!.inert = false
}

/** The time of day of an instant. */
export const clock = (at: string, seconds = false): string =>
  new Date(at).toLocaleTimeString([], {
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
  })
