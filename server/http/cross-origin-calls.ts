/** [S12] What a page of a configured origin may call: what leaves as a file, what describes it, and an organizer's calls about sessions and programmes. */
export const crossOriginCalls: readonly string[] = [
  'GET /api/openapi.json',
  'GET /schemas/need-records.v1.json',
  'GET /api/templates',
  'GET /api/sessions',
  'POST /api/sessions',
  'GET /api/sessions/:id',
  'PATCH /api/sessions/:id',
  'DELETE /api/sessions/:id',
  'PATCH /api/sessions/:id/needs/:needId',
  'GET /api/sessions/:id/needs.json',
  'GET /api/sessions/:id/needs.csv',
  'GET /api/sessions/:id/needs.xlsx',
  'GET /api/sessions/:id/minutes.docx',
  'GET /api/sessions/:id/report.html',
  'GET /api/sessions/:id/datapackage.zip',
  'GET /api/sessions/:id/log.zip',
  'GET /api/sessions/:id/ballots.zip',
  'GET /api/programmes',
  'POST /api/programmes',
  'GET /api/programmes/:id',
  'PATCH /api/programmes/:id',
  'DELETE /api/programmes/:id',
  'PUT /api/programmes/:id/same-needs',
  'GET /api/programmes/:id/comparison.json',
  'GET /api/programmes/:id/comparison.csv',
  'GET /api/programmes/:id/comparison.xlsx',
];

const patterns = crossOriginCalls.map((call) => {
  const [method = '', path = ''] = call.split(' ');
  return { method, path: new RegExp(`^${path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`) };
});

/** The methods by which such a page may call this path; none where it may not. */
export function crossOriginMethods(path: string): string[] {
  return patterns.filter((pattern) => pattern.path.test(path)).map(({ method }) => method);
}
