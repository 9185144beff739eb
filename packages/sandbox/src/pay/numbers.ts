import { randomBytes, randomInt } from 'node:crypto';
import { compactTime, dayOf } from './time.ts';

/** 28 digits: 4200, a batch, the day, a serial. */
export function newTransactionId(nowMs: number): string {
  return `420000${digits(4)}${compactDay(nowMs)}${digits(10)}`;
}

/** 28 digits: 5030, a batch, the day, a serial. */
export function newRefundId(nowMs: number): string {
  return `503000${digits(4)}${compactDay(nowMs)}${digits(10)}`;
}

/** A number of profit sharing or of a transfer: what it is for, a batch, the day, a serial. */
export function newSerial(prefix: string, nowMs: number): string {
  return `${prefix}${digits(10)}${compactDay(nowMs)}${digits(10)}`;
}

/** wx, the time, 20 hex digits: 36 characters. */
export function newPrepayId(nowMs: number): string {
  return `wx${compactTime(nowMs)}${randomBytes(10).toString('hex')}`;
}

/** As WeChat writes it: hex, a dash, the number of its error (0 when all is well). */
export function newRequestId(errorNumber = 0): string {
  return `08${randomBytes(16).toString('hex').toUpperCase()}-${errorNumber}`;
}

const compactDay = (nowMs: number) => dayOf(nowMs).replaceAll('-', '');

function digits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join('');
}
