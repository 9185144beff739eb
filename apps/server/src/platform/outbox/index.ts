export {
  type EventKind,
  emit,
  eventKind,
  eventRow,
  type JobKind,
  jobKind,
  jobRow,
  schedule,
  send,
} from './outbox.ts';
export {
  COUNT_ROWS,
  listenerTasks,
  OLDEST_ROW,
  parkedRows,
  purgeOutbox,
  relayAgain,
} from './parked.ts';
export { RELAY_BATCH, registerListeners, relayBatch } from './relay.ts';
