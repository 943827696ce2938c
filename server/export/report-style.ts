/** Large enough for a stairwell and for elders; on paper all of it is one sheet of A4. */
export const reportStyle = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #f6f2e8; color: #1c1a17; font: 20px/1.5 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 24px 20px 40px; }
h1 { margin: 0; font-size: 2rem; line-height: 1.25; }
h2 { margin: 32px 0 8px; font-size: 1.4rem; }
h2.need, h3.need { margin: 0; font-size: 1.2rem; line-height: 1.3; }
p { margin: 0; }
header p { color: #4a453c; }
header .title { color: inherit; font-size: 1.2rem; font-weight: 700; }
.practice { display: inline-block; margin-top: 8px; padding: 2px 10px; background: #8a1c1c; color: #fff !important; }
table { width: 100%; margin-top: 16px; border-collapse: collapse; background: #fff; }
th, td { padding: 10px 12px; border: 2px solid #1c1a17; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
th { background: #ece5d3; white-space: nowrap; }
table.needs td:nth-child(2) { width: 30%; }
table.needs td:nth-child(3) { width: 11.5rem; }
.chart .wide { overflow-x: auto; }
.chart table { font-size: 0.9em; line-height: 1.35; }
.chart :is(th, td) { padding: 6px 10px; border-width: 1px; }
.chart tbody th { min-width: 9em; background: none; font-weight: 400; text-align: start; white-space: normal; }
.chart thead th { white-space: normal; }
.chart svg { display: block; width: 240px; height: auto; }
.marks, .more { color: #4a453c; font-size: 0.9em; }
blockquote { margin: 6px 0 0; padding-inline-start: 10px; border-inline-start: 4px solid #b8a878; white-space: pre-line; }
.stage { font-weight: 700; }
.stage::before { content: "○ "; }
.stage.taken-on::before, .stage.under-way::before, .stage.discussing::before { content: "◐ "; }
.stage.done::before, .stage.followed-up::before { content: "● "; }
.stage.declined::before { content: "× "; }
footer { margin-top: 20px; color: #4a453c; font-size: 0.9em; }
.paper { display: none; }
@media screen and (max-width: 40rem) {
  .needs thead { display: none; }
  .needs, .needs :is(tr, td, tbody) { display: block; width: auto !important; }
  .needs tr { margin-bottom: 12px; border: 2px solid #1c1a17; }
  .needs td { border: 0; }
  .needs td + td { border-top: 1px solid #b8a878; }
  .needs td + td::before { content: attr(data-of) "　"; color: #4a453c; font-size: 0.9em; }
}
@page { size: A4; margin: 12mm; }
@media print {
  body { background: none; font-size: 10.5pt; line-height: 1.35; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 20pt; }
  h2.need, h3.need { font-size: 12pt; }
  table { margin-top: 6pt; }
  th, td { padding: 3pt 5pt; border-width: 1pt; }
  tr { break-inside: avoid; }
  blockquote { margin-top: 2pt; }
  blockquote, .needs td:nth-child(2) p + p { display: -webkit-box; overflow: hidden; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
  table.needs td:nth-child(3) { width: 92pt; }
  .screen { display: none; }
  .paper { display: block; margin-top: 6pt; }
  footer { margin-top: 6pt; }
}
`;
