import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite.ts';
import { describeStore } from '../support/store-contract.ts';

const root = mkdtempSync(join(tmpdir(), 'yishi-store-'));
let folders = 0;
const folder = () => join(root, String((folders += 1)));
afterAll(() => {
  rmSync(root, { recursive: true });
});

describeStore('sqlite store', () => openSqliteStore({ dir: folder() }));
