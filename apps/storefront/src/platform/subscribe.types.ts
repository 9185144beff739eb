/** Subscribe messages (订阅消息): one acceptance lets the shop send one message. */
export interface Subscribe {
  /** Whether the platform has them. */
  possible: boolean;
  /**
   * Asks the shopper to accept these templates, at most three, and answers which were accepted and which refused. Must be called within a
   * tap or right after a payment. Never rejects: what could not be asked is neither.
   */
  ask(templateIds: string[]): Promise<{ accepted: string[]; refused: string[] }>;
}
