export { notice } from './notice.routes.ts';
export { tell } from './notice.service.ts';
export { type NoticeKind, noticeAccepted, noticeKind } from './notice.slots.ts';
export { isTold, keepNotice } from './notice.store.ts';
