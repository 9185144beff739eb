/** Whether the device reaches a network. */
export interface Network {
  /** Tells every change; returns what ends it. */
  onChange(tell: (online: boolean) => void): () => void;
}
