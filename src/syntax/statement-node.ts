/**
 * Statements with their options, whichever of the four spellings they have (LANGUAGE.md §2), as nodes.
 *
 * INVARIANT: an approval that someone wrote is never dropped: an option that cannot be read as
 * written has been reported.
 */
import type { Located, StatementNode } from "./ast.ts";
import { excerpt, isName } from "./characters.ts";
import { documentMessages } from "./document-messages.ts";
import { readCondition, readPatterns } from "./expression-nodes.ts";
import { booleanOf, itemsOf, present, proseOf, stringOf } from "./node-reader.ts";
import type { Reading } from "./node-reader.ts";
import { readApprovers, readChannels, readCount, readDuration, readExpiry } from "./scalar-nodes.ts";
import { checkOptions } from "./statement-options.ts";
import type { StatementPlace } from "./statement-options.ts";
import { parseStatement } from "./statement-parser.ts";
import { statementAsWritten } from "./statement-spelling.ts";
import type { YamlNode } from "./yaml-node.ts";

const { build } = documentMessages;

/** The statements of a `policies:` or `guardrails:` list. */
export function readStatements(
  reading: Reading,
  node: YamlNode | null,
  place: StatementPlace,
): readonly StatementNode[] {
  return present(itemsOf(reading, node).map((item) => readStatement(reading, item, place)));
}

function readStatement(reading: Reading, item: YamlNode, place: StatementPlace): StatementNode | null {
  const written = statementAsWritten(reading, item);
  if (written === null) return null;
  const { options, span } = written;
  const expression = parseStatement(written.text, reading.report);
  const node = {
    when: readCondition(reading, options.value("when")),
    except: readPatterns(reading, options.value("except")),
    requiresApproval: booleanOf(reading, options.value("requires_approval")),
    approvalChannel: readChannels(reading, options.value("approval_channel")),
    approvalTimeout: readDuration(reading, options.value("approval_timeout")),
    approvers: readApprovers(reading, options.value("approvers")),
    approvals: readCount(reading, options.value("approvals")),
    notify: readChannels(reading, options.value("notify")),
    expires: readExpiry(reading, options.value("expires")),
    exact: booleanOf(reading, options.value("exact")),
    id: readId(reading, options.value("id")),
    description: proseOf(reading, options.value("description")),
    span,
  };
  if (expression === null) return null;
  const statement: StatementNode = { expression, ...node };
  return checkOptions(statement, written, place, reading.report) ? statement : null;
}

/** Ids may be words of the language: generated ids hold a `/`, which these may not. */
function readId(reading: Reading, node: YamlNode | null): Located<string> | null {
  const id = stringOf(reading, node);
  if (id === null || isName(id.value)) return id;
  reading.report(
    build["bad-name"](
      id.span,
      { name: excerpt(id.value), what: "statement's id" },
      { help: "ids hold letters, digits, `_`, `.`, `@` and `-`, and have at most 128 characters" },
    ),
  );
  return null;
}
