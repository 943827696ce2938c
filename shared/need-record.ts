import * as z from 'zod/mini';
import { NeedRecords } from './need-record/parts.ts';

// The exported truth and how it is built: parts are what it says, build makes it, check holds it to its promises. This is its only door.
export { NeedRecords } from './need-record/parts.ts';
export type * from './need-record/parts.ts';
export type * from './need-record/input.ts';
export { buildNeedRecords, checksumText, exportK } from './need-record/build.ts';
export { checkNeedRecords } from './need-record/check.ts';

export const needRecordSchemaPath = '/schemas/need-records.v1.json';

/** The JSON Schema (2020-12) that `needs.json` satisfies [R4]. */
export function needRecordSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(NeedRecords, { target: 'draft-2020-12' }),
    $id: needRecordSchemaPath,
    title: 'Yishi need records, version 1',
  };
}
