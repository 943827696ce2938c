/** A reader of RFC 4180, written apart from the writers. */
export function readCsv(csv: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  for (let i = 0; i < csv.length; i += 1) {
    const character = csv[i]!;
    if (isQuoted && character === '"' && csv[i + 1] === '"') {
      cell += '"';
      i += 1;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === ',' || csv.startsWith('\r\n', i))) {
      rows.at(-1)!.push(cell);
      cell = '';
      if (character === '\r') {
        rows.push([]);
        i += 1;
      }
    } else cell += character;
  }
  return rows.slice(0, -1);
}
