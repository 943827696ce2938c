import type { HeldSource } from '../../server/export/files.ts';
import type { NeedRecordInput } from '../../shared/need-record.ts';

/** What a file is made of, where a test makes it up. */
export function heldSource({ logHead, generatedAt, toolVersion, programme, ...said }: Omit<NeedRecordInput, 'digest'>): HeldSource {
  return {
    said: new TextEncoder().encode(JSON.stringify(said)),
    made: { logHead, generatedAt, toolVersion, ...(programme && { programme }) },
  };
}
