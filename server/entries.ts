/** Each becomes a file of its own where the server is built: the program, and what it starts in threads beside the file that it was built into. */
export const serverEntries = {
  main: 'main.ts',
  'sqlite-worker': 'store/sqlite-worker.ts',
  'copy-worker': 'store/copy-worker.ts',
  'export-worker': 'export/export-worker.ts',
  'import-worker': 'desk/import-worker.ts',
  'stability-worker': 'session/stability-worker.ts',
} as const;
