import type { Decision } from "../base/request.ts";

/** A deny that no statement made. */
export function refuse(revision: string, reason: "invalid_request" | "unknown_agent" | "no_grant"): Decision {
  return {
    effect: "deny",
    reason: reason,
    statements: [],
    approvals: [],
    notify: [],
    revision: revision,
  };
}
