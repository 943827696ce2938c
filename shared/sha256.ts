/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes: FIPS 180-4, 4.2.2. */
const rounds = fractions(64, 1 / 3);
/** Of the square roots of the first eight: 5.3.3. */
const start = fractions(8, 1 / 2);

const blockBytes = 64;

/**
 * SHA-256 (FIPS 180-4) of bytes, or of a text in UTF-8, in 64 lower-case hexadecimal digits. In plain script, since a page that was opened from a file or
 * over plain HTTP has no `crypto.subtle`.
 */
export function sha256Hex(given: Uint8Array | string): string {
  const bytes = typeof given === 'string' ? utf8(given) : given;
  const state = Int32Array.from(start);
  const words = new Int32Array(64);
  const whole = bytes.length - (bytes.length % blockBytes);
  for (let offset = 0; offset < whole; offset += blockBytes) mix(state, words, { bytes, offset });
  const end = padded(bytes, whole);
  for (let offset = 0; offset < end.length; offset += blockBytes) mix(state, words, { bytes: end, offset });
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** What is left after the whole blocks, a one, zeros, and the length in bits. */
function padded(bytes: Uint8Array, from: number): Uint8Array {
  const rest = bytes.length - from;
  const end = new Uint8Array(rest < blockBytes - 8 ? blockBytes : 2 * blockBytes);
  end.set(bytes.subarray(from));
  end[rest] = 0x80;
  const bits = bytes.length * 8;
  for (let place = 1; place <= 7; place += 1) end[end.length - place] = Math.floor(bits / 2 ** (8 * (place - 1))) % 256;
  return end;
}

function mix(state: Int32Array, words: Int32Array, { bytes, offset }: { bytes: Uint8Array; offset: number }): void {
  for (let t = 0; t < 16; t += 1) {
    const at = offset + 4 * t;
    words[t] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  }
  for (let t = 16; t < 64; t += 1) {
    const [early, late] = [words[t - 15]!, words[t - 2]!];
    const small0 = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const small1 = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words[t] = words[t - 16]! + small0 + words[t - 7]! + small1;
  }
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  let e = state[4]!;
  let f = state[5]!;
  let g = state[6]!;
  let h = state[7]!;
  for (let t = 0; t < 64; t += 1) {
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + rounds[t]! + words[t]!) | 0;
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, place) => (state[place] = state[place]! + word));
}

function turned(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function fractions(count: number, power: number): Int32Array {
  const found: number[] = [];
  for (let n = 2; found.length < count; n += 1) {
    let isPrime = true;
    for (let factor = 2; factor * factor <= n; factor += 1) if (n % factor === 0) isPrime = false;
    if (isPrime) found.push(((n ** power % 1) * 2 ** 32) | 0);
  }
  return Int32Array.from(found);
}

/** UTF-8 as every encoder writes it: half a surrogate pair is U+FFFD. */
export function utf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let length = 0;
  for (const character of text) {
    const read = character.codePointAt(0)!;
    const code = read >= 0xd800 && read <= 0xdfff ? 0xfffd : read;
    if (code < 0x80) bytes[length++] = code;
    else {
      if (code < 0x800) bytes[length++] = 0xc0 | (code >> 6);
      else {
        if (code < 0x10000) bytes[length++] = 0xe0 | (code >> 12);
        else {
          bytes[length++] = 0xf0 | (code >> 18);
          bytes[length++] = 0x80 | ((code >> 12) & 0x3f);
        }
        bytes[length++] = 0x80 | ((code >> 6) & 0x3f);
      }
      bytes[length++] = 0x80 | (code & 0x3f);
    }
  }
  return bytes.subarray(0, length);
}
