import { suggest } from '../../shared/grouping/suggest.ts';
import type { GroupingInput } from '../../shared/grouping/suggestion.ts';

/** Looks for groups in a thread of its own, so that a hand that drags a note notices nothing. Answers every question under its number. */
self.onmessage = ({ data: { run, input } }: MessageEvent<{ run: number; input: GroupingInput }>) => {
  self.postMessage({ run, groups: suggest(input).groups });
};
