export {
  addEndpoint,
  enableEndpoint,
  endpointsOf,
  removeEndpoint,
  rotateKeys,
  WEBHOOK_EVENTS,
  type WebhookEndpoint,
} from './endpoints.ts'
export { ed25519, keysOf } from './keys.ts'
export { messagesOf, resend, type WebhookMessage } from './messages.ts'
export { queueNews } from './queueNews.ts'
export { type Sending, sendMessages } from './sendMessages.ts'
export { webhookCursor, webhookEndpoint, webhookMessage } from './webhook.sql.ts'
