/** Nobody answered: the network, not a "no". Whether the effect took place is unknown; the same command id may be sent again. */
export class NoAnswerError extends Error {
  constructor(cause?: unknown) {
    super('no answer', { cause });
    this.name = 'NoAnswerError';
  }
}
