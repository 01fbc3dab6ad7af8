/** A bar chart with a logarithmic scale as SVG: groups of bars, one bar a contestant. */

export interface Bar {
  readonly name: string;
  /** Nanoseconds. */
  readonly value: number;
  readonly own: boolean;
}

export interface BarGroup {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const width = 960;
const left = 330;
const right = 110;
const barHeight = 18;
const barGap = 5;
const titleHeight = 34;
const top = 64;
const bottom = 48;

const ticks: readonly (readonly [number, string])[] = [
  [100, "100 ns"],
  [1e3, "1 µs"],
  [1e4, "10 µs"],
  [1e5, "100 µs"],
  [1e6, "1 ms"],
  [1e7, "10 ms"],
];

export function barChart(
  title: string,
  groups: readonly BarGroup[],
  label: (value: number) => string,
): string {
  const values = groups.flatMap(({ bars }) => bars.map(({ value }) => value));
  const low = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(...values) * 1.1;
  const x = (value: number): number =>
    left + ((width - left - right) * Math.log(value / low)) / Math.log(high / low);
  const height =
    top +
    bottom +
    groups.reduce((sum, { bars }) => sum + titleHeight + bars.length * (barHeight + barGap), 0);

  const parts: string[] = [];
  const text = (at: readonly [number, number], content: string, attributes: string): void => {
    parts.push(
      `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" ${attributes}>${escape(content)}</text>`,
    );
  };
  text([24, 32], title, 'class="title"');
  for (const [value, name] of ticks) {
    if (value < low || value > high) continue;
    const at = x(value).toFixed(1);
    parts.push(`<line x1="${at}" x2="${at}" y1="${top - 8}" y2="${height - bottom}" class="grid"/>`);
    text([x(value), height - bottom + 18], name, 'class="tick" text-anchor="middle"');
  }
  text([width - 24, height - 10], "logarithmic scale; shorter is faster", 'class="tick" text-anchor="end"');

  let y = top;
  for (const { title: heading, bars } of groups) {
    text([24, y + 20], heading, 'class="heading"');
    y += titleHeight;
    for (const { name, value, own } of bars) {
      const middle = y + barHeight - 5;
      text([left - 10, middle], name, `class="name${own ? " own" : ""}" text-anchor="end"`);
      const size = `width="${(x(value) - left).toFixed(1)}" height="${barHeight}"`;
      parts.push(`<rect x="${left}" y="${y}" ${size} rx="2" class="${own ? "ours" : "theirs"}"/>`);
      text([x(value) + 7, middle], label(value), `class="value${own ? " own" : ""}"`);
      y += barHeight + barGap;
    }
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}">`,
    `<style>${style}</style>`,
    `<rect width="${width}" height="${height}" class="page"/>`,
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}

const style = [
  "text{font:13px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#24292f}",
  ".title{font-size:18px;font-weight:600}.heading{font-size:14px;font-weight:600}",
  ".tick{font-size:11px;fill:#57606a}.own{font-weight:600}.page{fill:#fff}",
  ".grid{stroke:#d0d7de;stroke-width:1}.ours{fill:#1f6feb}.theirs{fill:#a9b4c0}",
].join("");

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
}
