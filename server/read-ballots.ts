import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { BallotFileError, type BallotFile } from '../shared/ballot-files/ballot-file.ts';
import { readCaseFile } from '../shared/ballot-files/case-file.ts';
import { readPabulib } from '../shared/ballot-files/pabulib.ts';
import { readPrefLib } from '../shared/ballot-files/preflib.ts';

/** Reads PrefLib (.soc .soi .toc .toi .cat), Pabulib (.pb) and cases (.json), a case with the ballot file it names. Throws BallotFileError. */
export function readBallots(path: string): BallotFile {
  const text = readText(path);
  if (path.endsWith('.pb')) return readPabulib(text);
  if (!path.endsWith('.json')) return readPrefLib(text);
  const { dataFile, ...given } = readCaseFile(text);
  if (dataFile === undefined) return given;
  if (dataFile.endsWith('.json')) throw new BallotFileError("A case's ballots are in a PrefLib or Pabulib file, not in another case.");
  const ballots = readBallots(resolve(dirname(path), dataFile));
  return { ...ballots, options: { ...ballots.options, ...given.options } };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new BallotFileError(`The file ${path} cannot be read.`);
  }
}
