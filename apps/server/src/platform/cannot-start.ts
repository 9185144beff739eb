/** A reason not to start that whoever starts the server can mend; it is told in one sentence, without a stack. */
export class CannotStart extends Error {}
