/** What the runner tells an action in its environment. */
import { CallFailure } from "../cli/failure.ts";
import { isCommitName } from "./payload.ts";

export interface Runner {
  /** `pull_request`, `push`, … */
  readonly eventName: string;
  /** File of the event's payload. */
  readonly eventPath: string;
  /** `owner/name`. */
  readonly repository: string;
  /** Such as `https://github.com`, without a slash at its end. */
  readonly serverUrl: string;
  readonly apiUrl: string;
  /** The commit that the workflow runs for. */
  readonly sha: string;
  /** Absolute: the checkout, and a folder for files that later steps may read. */
  readonly workspace: string;
  readonly temp: string;
  /** The page of this run. */
  readonly runUrl: string;
  /** Tells the steps of a job apart; letters, digits, `-` and `_`. */
  readonly step: string;
}

type Environment = { readonly [name: string]: string | undefined };

/** @throws CallFailure when a variable is missing or is not what GitHub writes there. */
export function readRunner(environment: Environment): Runner {
  const read = (name: string, isValid: (text: string) => boolean = () => true): string => {
    const text = environment[name] ?? "";
    if (text !== "" && isValid(text)) return text;
    throw new CallFailure(
      text === ""
        ? `the variable ${name} is not set`
        : `the variable ${name} is not what a runner writes there`,
      "the action is started by a runner of GitHub Actions, which sets it",
    );
  };
  const repository = read("GITHUB_REPOSITORY", (text) => /^[\w.-]+\/[\w.-]+$/.test(text));
  const serverUrl = read("GITHUB_SERVER_URL", isAddress).replace(/\/+$/, "");
  const runId = read("GITHUB_RUN_ID", (text) => /^[0-9]+$/.test(text));
  return {
    eventName: read("GITHUB_EVENT_NAME"),
    eventPath: read("GITHUB_EVENT_PATH"),
    repository,
    serverUrl,
    apiUrl: read("GITHUB_API_URL", isAddress).replace(/\/+$/, ""),
    sha: read("GITHUB_SHA", isCommitName),
    workspace: read("GITHUB_WORKSPACE"),
    temp: read("RUNNER_TEMP"),
    runUrl: `${serverUrl}/${repository}/actions/runs/${runId}`,
    step: (environment["GITHUB_ACTION"] ?? "").replace(/[^\w-]/g, "_") || "step",
  };
}

function isAddress(text: string): boolean {
  const protocol = URL.canParse(text) ? new URL(text).protocol : "";
  return protocol === "https:" || protocol === "http:";
}
