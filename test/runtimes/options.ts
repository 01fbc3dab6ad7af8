/** The options of `npm run test:runtimes`. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

export interface Options {
  /** Hosts that cannot be installed do not fail the run. */
  readonly available: boolean;
  /** Names; empty for all. */
  readonly hosts: readonly string[];
  /** Names of hosts that are left out. */
  readonly except: readonly string[];
  readonly long: boolean;
  /** So many hosts must have agreed, variants not counted. */
  readonly atLeast: number;
  readonly seed: number;
  /** `null`: a new folder, removed afterwards. */
  readonly keep: string | null;
  /** Where what the hosts need is installed; kept between runs. */
  readonly cache: string;
}

/** Throws on an option that does not exist, or a seed that is no number. */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      available: { type: "boolean", default: false },
      host: { type: "string", multiple: true, default: [] },
      except: { type: "string", multiple: true, default: [] },
      long: { type: "boolean", default: false },
      "at-least": { type: "string", default: "1" },
      seed: { type: "string", default: "1" },
      keep: { type: "string" },
    },
  });
  const number = (name: "seed" | "at-least"): number => {
    const value = Number(values[name]);
    if (!Number.isSafeInteger(value)) throw new Error(`--${name} ${values[name]} is no number`);
    return value;
  };
  return {
    available: values.available,
    hosts: values.host,
    except: values.except,
    long: values.long,
    atLeast: number("at-least"),
    seed: number("seed"),
    keep: values.keep ?? null,
    cache: env["SENTRELY_RUNTIMES_CACHE"] ?? join(tmpdir(), "sentrely-runtimes"),
  };
}
