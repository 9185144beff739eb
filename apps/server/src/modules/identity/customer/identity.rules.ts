/** By what a customer is known; of a phone number the blind index. */
export interface Identity {
  kind: 'openid' | 'unionid' | 'phone';
  /** AppID of an openid, else empty. */
  app: string;
  value: string;
}

/**
 * Whether two customers may be one person: WeChat gives a person one openid in each app and one unionid, so who differs there are two
 * people, who share a phone number at most.
 */
export function mayBeOne(a: readonly Identity[], b: readonly Identity[]): boolean {
  const wechat = (all: readonly Identity[]) => all.filter(({ kind }) => kind !== 'phone');
  return !wechat(a).some((one) =>
    wechat(b).some((other) => one.kind === other.kind && one.app === other.app && one.value !== other.value),
  );
}

/** The customer who stays: the one who came first. */
export const elder = <C extends { id: string; created_at: Date }>(customers: readonly C[]): C | undefined =>
  [...customers].sort((a, b) => a.created_at.getTime() - b.created_at.getTime() || (a.id < b.id ? -1 : 1))[0];
