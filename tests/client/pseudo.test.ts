import { expect, it } from 'vitest';
import { messages as en } from '../../client/locales/en/room.ts';
import { pseudo, pseudoText } from '../../client/locales/pseudo.ts';

it('[F88] the pseudo-locale makes every text two fifths longer, line by line, and leaves figures alone', () => {
  expect(pseudoText('Write a note')).toBe('Wríté á ñöté löng');
  expect(pseudoText('12%')).toBe('12%');
  expect(pseudoText('one|two\n3').split(/[|\n]/)).toEqual(['öñé l', 'twö l', '3']);
  const longer = pseudo(en);
  expect(longer.phone.dotVote.left(3).length).toBeGreaterThanOrEqual(Math.floor(en.phone.dotVote.left(3).length * 1.4));
  expect(longer.kinds.rate.importanceWords.split('|')).toHaveLength(5);
});
