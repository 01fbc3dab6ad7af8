/** Policy files in all layouts and spellings, with comments wherever they may stand. */
import fc from "fast-check";

const blanks = fc.constantFrom("", " ", "  ", "   ");
const comment = fc.constantFrom("# note", "#", "# - git:off on repos/x", "# a: b", "#\ttab");
const trailing = fc.option(
  comment.map((c) => `   ${c}`),
  { nil: "" },
);
/** Own lines between entries: comments at any column, and blank lines. */
const between = fc
  .array(
    fc.oneof(
      fc.constant(""),
      fc.constant("   "),
      fc.tuple(blanks, comment).map((p) => p.join("")),
    ),
    {
      maxLength: 2,
    },
  )
  .map((lines) => lines.map((line) => `${line}\n`).join(""));

const statement = fc.constantFrom(
  "git:read on repos/*",
  "git:push on repos/*/branches/feature/*",
  "git:comment on repos/{a,b}/pull-requests/*",
  'aws:ecs:UpdateService on arn:aws:ecs:*:*:service/prod-* when context.env == "prod"',
);
const option = fc.constantFrom(
  "approval_channel: slack:#ops",
  "approval_channel: [dashboard, slack:#ops]",
  'approval_channel:\n  - dashboard\n  - "slack:#ops"',
  "approval_timeout: 1h30m",
  "approvers: [ user:ann,\n   group:ops ]",
  "description: |\n   two\n     lines\n",
  "description: >-\n  folded\n  text",
  'description: "quoted \\u00e9 # no comment"',
  "description: plain\n  over lines",
  "id: some-id",
  "exact: true",
  "when: 'context.force'",
  "except: repos/x",
);

function indent(text: string, by: number): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? line : " ".repeat(by) + line))
    .join("\n");
}

const options = fc.uniqueArray(option, { maxLength: 4, selector: (o) => o.slice(0, o.indexOf(":")) });

const item = (margin: number): fc.Arbitrary<string> =>
  fc
    .record({
      statement,
      spelling: fc.constantFrom("plain", "hanging", "key", "named", "flow"),
      options,
      before: between,
      notes: fc.array(fc.tuple(trailing, between), { minLength: 6, maxLength: 6 }),
    })
    .map(({ statement: text, spelling, options: more, before, notes }) => {
      const lines = ["requires_approval: true", ...more];
      const note = (i: number, entry: string): string =>
        // Behind or below a block scalar a `#` would be text.
        entry.startsWith("description") ? "\n" : `${notes[i]?.[0] ?? ""}\n${notes[i]?.[1] ?? ""}`;
      const block = (by: number): string => lines.map((l, i) => indent(l, by) + note(i + 1, l)).join("");
      switch (spelling) {
        case "plain":
          return `${before}${" ".repeat(margin)}- ${text}${note(0, "")}`;
        case "hanging":
          return `${before}${" ".repeat(margin)}- ${text}\n${block(margin + 2)}`;
        case "key":
          return `${before}${" ".repeat(margin)}- ${text}:${notes[0]?.[0] ?? ""}\n${block(margin + 6)}`;
        case "named":
          return `${before}${" ".repeat(margin)}- statement: ${text}${note(0, "")}${block(margin + 2)}`;
        default:
          return `${before}${" ".repeat(margin)}- {statement: '${text}', requires_approval: true}${note(0, "")}`;
      }
    });

/** Some of them are in error; comments that cut a statement, for one. */
export const policyFile: fc.Arbitrary<string> = fc
  .record({
    margin: fc.constantFrom(0, 2, 4),
    head: between,
    name: fc.constantFrom("", "agent: ci\n", "agents: [ci,   cd]\n"),
    list: trailing,
    tail: fc.constantFrom(
      "",
      "budget: {max_tokens_per_session: 100_000,\n  alert_at: 80%}\n",
      "owner: me   # who\n",
    ),
    end: between,
    crlf: fc.boolean(),
  })
  .chain((parts) =>
    fc.tuple(fc.constant(parts), fc.array(item(parts.margin), { minLength: 1, maxLength: 4 })),
  )
  .map(([{ head, name, list, tail, end, crlf }, items]) => {
    const text = `${head}${name}policies:${list}\n${items.join("")}${tail}${end}`;
    return crlf ? text.replaceAll("\n", "\r\n") : text;
  });
