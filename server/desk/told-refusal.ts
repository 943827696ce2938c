import { RefusalError, type Locale, type RefusalCode } from '../../shared/refusal.ts';

/** A "no" with a sentence of its own, in the languages that the server speaks. */
export class ToldRefusalError extends RefusalError {
  readonly said: Readonly<Record<Locale, string>>;

  constructor(code: RefusalCode, said: Readonly<Record<Locale, string>>) {
    super(code, said.en);
    this.said = said;
  }
}
