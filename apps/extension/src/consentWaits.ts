import { h } from './dom.ts'
import { t } from './words.ts'

/** A pool that waits for its consent, and the instance's page where it is read and signed. [CLT-37, NOD-13] */
export const consentWaits = (pool: string, origin: string): HTMLElement =>
  h(
    'p',
    { class: 'waits' },
    `${t('consentWaits', pool)} `,
    h('a', { href: new URL('/node#pools', origin).href, target: '_blank' }, t('consentRead')),
  )
