/** The vectors of one policy set: requests with the reference interpreter's answers. */
import type { PolicySet } from "../../../src/ir/ir.ts";
import { interpret, interpretAll } from "../../../src/reference/interpret.ts";
import type { VectorKind } from "../host.ts";
import { brokenEncoding, encodeRequest } from "./encoding.ts";
import { bytesRequest, bytesText, mapParts, textOfBytes, utf16Requests } from "./hostile.ts";
import { entries, writeJson } from "./json-text.ts";
import { seeded } from "./random.ts";
import { listsOf, requestsNear, subjectOf, tooManyRequests } from "./requests.ts";

export interface Vector {
  /** Why it was made: what it is near. */
  readonly group: string;
  /** As in the file. */
  readonly request: string;
  readonly expected: string;
}

export type Vectors = { readonly [K in VectorKind]: readonly Vector[] };

export interface VectorOptions {
  readonly seed: number;
  /** Requests in `vectors`; the other files get a share of it. */
  readonly count: number;
  /** Every boundary of names and contexts once, in at least one set of a run. */
  readonly allBoundaries: boolean;
}

export function vectorsOf(set: PolicySet, options: VectorOptions): Vectors {
  const random = seeded(options.seed);
  const subject = subjectOf(set);
  const answered = ({ group, request }: { group: string; request: string }): Vector => ({
    group,
    request,
    expected: JSON.stringify(interpret(set, JSON.parse(request))),
  });
  const share = (part: number): number => Math.max(8, Math.round(options.count * part));

  const requests = requestsNear(subject, options, random);
  const lists = [
    ...listsOf(subject, requests, share(0.04), random),
    ...(options.allBoundaries ? [tooManyRequests()] : []),
  ];
  const utf16 = utf16Requests(subject, share(0.03), random);
  const bytes: Vector[] = [];
  const encoded: Vector[] = [];
  for (let i = 0; i < share(0.03); i++) {
    const { parts, group } = bytesRequest(subject, random);
    const request = writeJson(entries(mapParts(parts, textOfBytes)));
    const { expected } = answered({ group, request });
    bytes.push({ group, request: bytesText(parts), expected });
    const encoding = encodeRequest(parts);
    encoded.push({ group, request: encoding.toString("hex"), expected });
    const broken = brokenEncoding(encoding, random);
    if (i % 2 === 0) {
      encoded.push({ group: broken.group, request: broken.bytes.toString("hex"), expected: "deny" });
    }
  }
  return {
    vectors: requests.map(answered),
    lists: lists.map(({ group, request }) => ({
      group,
      request,
      expected: JSON.stringify(interpretAll(set, JSON.parse(request))),
    })),
    utf16: utf16.map(answered),
    bytes,
    encoded,
  };
}
