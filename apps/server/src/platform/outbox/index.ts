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
export {
  COUNT_ROWS,
  listenerTasks,
  OLDEST_ROW,
  type ParkedRow,
  parkedRows,
  purgeOutbox,
  relayAgain,
} from './parked.ts';
export { RELAY_BATCH, registerListeners, relayBatch } from './relay.ts';
