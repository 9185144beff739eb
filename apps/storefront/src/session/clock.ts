let aheadMs = 0;

/** Notes what the server's clock says: a Date header, which has whole seconds. What is no date is left alone. */
export function noteServerDate(date: string): void {
  const server = Date.parse(date);
  if (!Number.isNaN(server)) aheadMs = server + 500 - Date.now();
}
/** The server's time in ms, to about a second; the phone's own until the first answer. Countdowns go by it, since phones are set wrong. */
export const serverNow = (): number => Date.now() + aheadMs;
