export {
  type EventKind,
  emit,
  eventKind,
  eventRow,
  type JobKind,
  jobKind,
  jobRow,
  type OutboxRow,
  schedule,
  send,
} from './outbox.ts';
export { RELAY_BATCH, registerListeners, relayBatch } from './relay.ts';
