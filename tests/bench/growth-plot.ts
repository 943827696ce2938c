import type { VoteStorm } from './vote-storm.ts';

const size = { width: 640, height: 300, left: 60, right: 20, top: 40, bottom: 50 };

/** Server CPU per accepted ballot over the number of residents, as an SVG: logarithmic to the right, from 0 upwards. */
export function growthPlot(results: Record<string, VoteStorm>): string {
  const points = Object.values(results).map(({ residents, cpuMsPerBallot }) => ({ residents, cpuMsPerBallot }));
  const { width, height, left, right, top, bottom } = size;
  const least = Math.log(points[0]!.residents);
  const most = Math.log(points.at(-1)!.residents);
  const highest = Math.ceil(1.2 * Math.max(...points.map(({ cpuMsPerBallot }) => cpuMsPerBallot)));
  const x = (residents: number) => left + ((Math.log(residents) - least) / (most - least)) * (width - left - right);
  const y = (ms: number) => height - bottom - (ms / highest) * (height - top - bottom);
  const at = ({ residents, cpuMsPerBallot }: (typeof points)[number]) => `${x(residents).toFixed(1)},${y(cpuMsPerBallot).toFixed(1)}`;
  const word = (text: string, place: string) => `<text ${place} font-family="sans-serif" font-size="13" fill="#333">${text}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>Server CPU per accepted ballot</title><rect width="${width}" height="${height}" fill="#fff"/>`,
    word('server CPU per accepted ballot, ms (fsynced, acknowledged, shown on every screen)', `x="${left - 40}" y="22"`),
    ...Array.from({ length: highest + 1 }, (_, ms) =>
      [
        `<path d="M${left} ${y(ms).toFixed(1)}H${width - right}" stroke="#ddd"/>`,
        word(String(ms), `x="${left - 12}" y="${(y(ms) + 4).toFixed(1)}" text-anchor="end"`),
      ].join(''),
    ),
    `<polyline points="${points.map(at).join(' ')}" fill="none" stroke="#0b57a4" stroke-width="2.5"/>`,
    ...points.map((point) => `<circle cx="${at(point).split(',')[0]}" cy="${at(point).split(',')[1]}" r="4" fill="#0b57a4"/>`),
    ...points.map((point) =>
      word(
        String(point.cpuMsPerBallot),
        `x="${at(point).split(',')[0]}" y="${(y(point.cpuMsPerBallot) - 10).toFixed(1)}" text-anchor="middle"`,
      ),
    ),
    ...points.map(({ residents }) => word(String(residents), `x="${x(residents).toFixed(1)}" y="${height - 28}" text-anchor="middle"`)),
    word('residents who vote', `x="${(left + width - right) / 2}" y="${height - 8}" text-anchor="middle"`),
    '</svg>\n',
  ].join('\n');
}
