/** Whether a record itself has the key, whatever its prototype. `Object.hasOwn` is younger than the phones we are for (Chrome 93, Safari 15.4). */
export function hasOwn(record: object, key: PropertyKey): boolean {
  return Object.prototype.hasOwnProperty.call(record, key);
}
