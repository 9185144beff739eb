/** A reason not to start that the person who starts the server can mend; printed as one sentence, without a stack. */
export class CannotStart extends Error {}
