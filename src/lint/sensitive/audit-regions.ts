/** Where the set's own audit log is exported: whoever writes there can change what is known of it. */
import type { Limit } from "../../ir/ir.ts";
import { sortedUnique } from "../../base/order.ts";
import type { SensitiveRegion } from "./region.ts";
import { auditWrites } from "./self-modification.ts";

/** A region for each bucket and folder of an `audit.export` whose destination is `s3://BUCKET/PREFIX`. */
export function auditRegions(limits: readonly Limit[]): readonly SensitiveRegion[] {
  const destinations = limits.flatMap((limit) =>
    limit.kind === "audit" && limit.exportTo !== null ? [limit.exportTo.destination] : [],
  );
  return sortedUnique(destinations).flatMap((destination) => {
    const [, bucket, prefix] = /^s3:\/\/([a-z0-9.-]+)(?:\/([A-Za-z0-9_./=-]*))?$/.exec(destination) ?? [];
    if (bucket === undefined) return [];
    return [
      {
        does: `change the audit log in \`${destination}\``,
        actions: auditWrites,
        resources: [`arn:*:s3:::${bucket}`, `arn:*:s3:::${bucket}/${prefix ?? ""}*`],
      },
    ];
  });
}
