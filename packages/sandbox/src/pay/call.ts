import type { KeyMode } from './records.ts';

/** A call whose signature was right. `body()` parses; what is no JSON gets PARAM_ERROR. */
export interface Call {
  keyMode: KeyMode;
  /** The Wechatpay-Serial that came, whose key encrypted the sensitive fields. */
  serial: string | undefined;
  params: Record<string, string>;
  query: Record<string, string | undefined>;
  body(): unknown;
}

/** JSON is signed; null is a signed 204; bytes go out unsigned, as WeChat's downloads do. */
export type Answer = Record<string, unknown> | null | { bytes: Buffer; gzip: boolean };
/** Serves an interface of WeChat Pay. */
export type On = (method: 'GET' | 'POST', url: string, handler: (call: Call) => Answer) => void;
