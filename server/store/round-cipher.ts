import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';

const method = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
/** Plain texts are filled up to multiples of this, so that a length tells little of a ballot. */
const blockBytes = 64;

/** Names and seals rows of a round that is not sealed yet: without its key nothing of them can be read, nor told apart by who they are of. */
export class RoundCipher {
  readonly #sealing: Buffer;
  readonly #naming: Buffer;

  constructor(key: Uint8Array) {
    this.#sealing = createHmac('sha256', key).update('seal').digest();
    this.#naming = createHmac('sha256', key).update('name').digest();
  }

  /** The same for the same words, in base64. */
  name(...words: string[]): string {
    return createHmac('sha256', this.#naming).update(JSON.stringify(words)).digest('base64');
  }

  /** Base64, and another one each time. `what` is what the row is, which opening it has to say again. */
  seal(what: string, value: unknown): string {
    const text = Buffer.from(JSON.stringify(value));
    const filled = Buffer.alloc(Math.ceil((text.length + 1) / blockBytes) * blockBytes, ' ');
    text.copy(filled);
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(method, this.#sealing, nonce).setAAD(Buffer.from(what));
    const sealed = Buffer.concat([cipher.update(filled), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
  }

  /** Throws where it was sealed under another key or as something else. */
  open(what: string, sealed: Uint8Array): unknown {
    const decipher = createDecipheriv(method, this.#sealing, sealed.subarray(0, nonceBytes))
      .setAAD(Buffer.from(what))
      .setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
    const text = Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
    return JSON.parse(text.toString());
  }
}
