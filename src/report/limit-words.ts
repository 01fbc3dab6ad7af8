/** Movements of limits in money and tokens, as people say them. */
import type { LimitMovement } from "../diff/change.ts";

/** What the amounts of a limit count, by its name and the value's key. */
const units: { readonly [name: string]: string } = {
  "budget.max_tokens_per_session": "tokens a session",
  "budget.max_sessions_per_day": "sessions a day",
  "project_budget.monthly_limit": "a month",
  "project_budget.monthly_tokens": "tokens a month",
  "rate_limits max_requests_per_minute": "requests a minute",
  "rate_limits burst_allowance": "requests at once",
  "session.max_duration": "a session",
  "session.idle_timeout": "without a request",
  "audit.retention": "of audit records",
};

/** `$500 → $5,000 a month`, `none → 60 requests a minute, on_exceed deny`; texts of policies are in it. */
export function movementText({ name, values }: LimitMovement): string {
  const isWhole = values.every(({ base }) => base === null) || values.every(({ head }) => head === null);
  const side = (value: "base" | "head"): string => {
    const parts = values.flatMap((v) => {
      const text = v[value];
      // A limit that came or went is told without what it left at nothing.
      if (text === null || text === "none" || (isWhole && v.key !== "" && text === "0")) return [];
      const unit = units[v.key === "" ? name : `${name} ${v.key}`];
      if (unit !== undefined) return [isWhole ? `${amountText(text)} ${unit}` : amountText(text)];
      return [isWhole && v.key !== "" ? `${v.key} ${text}` : amountText(text)];
    });
    return parts.length === 0 ? "none" : parts.join(", ");
  };
  const [first] = values;
  const unit =
    isWhole || first === undefined ? undefined : units[first.key === "" ? name : `${name} ${first.key}`];
  const key = isWhole || unit !== undefined || first === undefined || first.key === "" ? "" : `${first.key} `;
  return `${key}${side("base")} → ${side("head")}${unit === undefined ? "" : ` ${unit}`}`;
}

/** `project_budget.monthly_limit of project shop` */
export function limitName({ name, project }: LimitMovement): string {
  return project === null ? name : `${name} of project ${project}`;
}

/** `100_000` as `100,000`; anything else as it is. */
function amountText(text: string): string {
  if (!/^\d[\d_]*$/.test(text)) return text;
  return text.replaceAll("_", "").replace(/\B(?=(\d{3})+$)/g, ",");
}
