/** The block `alerts` (LANGUAGE.md §8). */
import type { Alert, Alerts } from "../generated/documents.ts";
import type { AlertsNode, Located } from "./ast.ts";
import { documentMessages } from "./document-messages.ts";
import { booleanOf, fieldsOf, itemsOf, present, stringOf } from "./node-reader.ts";
import type { Reading } from "./node-reader.ts";
import { readChannel, readForm, readTimezone } from "./scalar-nodes.ts";
import {
  CLOCK_RANGE_FORMS,
  FACTOR_FORMS,
  WEEKDAY_FORMS,
  parseClockRange,
  parseFactor,
  parseWeekdays,
} from "./scalars.ts";
import type { YamlNode } from "./yaml-node.ts";

const { build } = documentMessages;

const dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

export function readAlerts(reading: Reading, node: YamlNode | null): AlertsNode | null {
  const fields = fieldsOf<Alerts>(reading, node);
  if (fields === null) return null;
  return {
    kind: "alerts",
    permissionDenied: readAlert(reading, fields.value("permission_denied")),
    requestVolume: readRequestVolume(reading, fields.value("request_volume")),
    offHours: readOffHours(reading, fields.value("off_hours")),
    newResource: readAlert(reading, fields.value("new_resource")),
    span: fields.map.span,
  };
}

/** `true`, or a mapping with a channel. `false` says nothing that absence does not. */
function readAlert(reading: Reading, node: YamlNode | null): AlertsNode["permissionDenied"] {
  if (node === null) return null;
  if (node.kind === "map") {
    const fields = fieldsOf<Exclude<Alert, boolean>>(reading, node);
    return { channel: readChannel(reading, fields?.value("channel") ?? null), span: node.span };
  }
  const on = booleanOf(reading, node);
  if (on === null) return null;
  if (on.value) return { channel: null, span: on.span };
  reading.report(
    build["bad-value"](
      on.span,
      { text: "false", what: "an alert" },
      { help: "remove the key: an alert that is absent is off" },
    ),
  );
  return null;
}

function readRequestVolume(reading: Reading, node: YamlNode | null): AlertsNode["requestVolume"] {
  if (node === null) return null;
  const fields =
    node.kind === "map"
      ? fieldsOf<Exclude<NonNullable<Alerts["request_volume"]>, string>>(reading, node)
      : null;
  const factor = readForm(
    reading,
    fields === null ? node : fields.value("factor"),
    parseFactor,
    "a factor",
    FACTOR_FORMS,
  );
  if (factor === null) return null;
  return { factor, channel: readChannel(reading, fields?.value("channel") ?? null), span: node.span };
}

function readOffHours(reading: Reading, node: YamlNode | null): AlertsNode["offHours"] {
  const fields = fieldsOf<NonNullable<Alerts["off_hours"]>>(reading, node);
  if (fields === null) return null;
  if (reading.checked && fields.entry("hours") === null && fields.entry("days") === null) {
    reading.report(
      build["missing-key"](fields.map.entries[0]?.key.span ?? fields.map.span, {
        keys: ["hours", "days"],
        where: "`off_hours`",
      }),
    );
  }
  const hours = stringOf(reading, fields.value("hours"));
  const valid = readForm(
    reading,
    fields.value("hours"),
    parseClockRange,
    "a range of hours",
    CLOCK_RANGE_FORMS,
  );
  return {
    hours: valid === null ? null : hours,
    days: readDays(reading, fields.value("days")),
    timezone: readTimezone(reading, fields.value("timezone")),
    channel: readChannel(reading, fields.value("channel")),
    span: fields.map.span,
  };
}

/** Each day as `mon` … `sun`, ranges spelt out. */
function readDays(reading: Reading, node: YamlNode | null): readonly Located<string>[] {
  return present(
    itemsOf(reading, node).map((item) => readForm(reading, item, parseWeekdays, "a weekday", WEEKDAY_FORMS)),
  ).flatMap(({ value, span }) =>
    value.flatMap((day) => {
      const name = dayNames[day];
      return name === undefined ? [] : [{ value: name, span }];
    }),
  );
}
