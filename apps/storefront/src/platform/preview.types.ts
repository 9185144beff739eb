/** What the console shows in place of an answer of the server. */
export interface PreviewAnswer {
  /** The operation's name. */
  operation: string;
  /** What its address names. */
  id: string;
  reply: unknown;
}
/** The console's form beside which this page stands in a frame. */
export interface Preview {
  /** Whether it does. */
  active: boolean;
  /** Tells what is typed, first at once and then at every change. */
  onAnswer(tell: (answer: PreviewAnswer) => void): void;
}
