/** A file by its name, its archive's folder left out. */
export interface GivenFile {
  name: string;
  text: string;
}

/** [V3] The end of a name of ballots that can be counted again. */
export const ballotsEnding = '.ballots.jsonl';
