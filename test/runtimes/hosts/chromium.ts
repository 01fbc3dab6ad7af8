/** Headless Chromium on a page of a local server that forbids `eval`. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ArtefactName, Host, HostResult, VectorSet } from "../host.ts";
import { checkResult, versionOf } from "../process.ts";
import { aptInstall } from "./apt.ts";
import { scriptKinds, scriptWasmKinds } from "./modules.ts";

const drivers = fileURLToPath(new URL("../drivers", import.meta.url));
const timeoutMs = 900_000;

const flags = [
  "--headless",
  // As root there is no sandbox to be had.
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const types: { readonly [ending: string]: string } = {
  mjs: "text/javascript",
  wasm: "application/wasm",
  html: "text/html",
};

interface Page {
  readonly artefact: ArtefactName;
  readonly kinds: readonly string[];
  readonly sets: readonly VectorSet[];
  readonly done: (body: string) => void;
}

function answer(page: Page, request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? "/";
  const send = (content: string | Buffer, ending: string): void => {
    response.writeHead(200, {
      "content-type": types[ending] ?? "text/plain; charset=utf-8",
      // Bytes may be compiled as WebAssembly only where a page says so; text never as code.
      "content-security-policy": `default-src 'none'; connect-src 'self'; script-src 'self'${page.artefact === "policy.wasm" ? " 'wasm-unsafe-eval'" : ""}`,
    });
    response.end(content);
  };
  if (path === "/result") {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      send("", "txt");
      page.done(Buffer.concat(chunks).toString("utf8"));
    });
    return;
  }
  const [, first = "", set = "", name = ""] = path.split("/");
  const file =
    first === "sets"
      ? join(page.sets.find((one) => one.name === set)?.folder ?? "", name)
      : join(drivers, first);
  if (path === "/") send('<!doctype html><script type="module" src="/page.mjs"></script>', "html");
  else if (path === "/run.json") {
    const { artefact, kinds, sets } = page;
    send(JSON.stringify({ artefact, kinds, sets: sets.map((one) => one.name) }), "json");
  } else if (existsSync(file)) send(readFileSync(file), file.slice(file.lastIndexOf(".") + 1));
  else response.writeHead(404).end();
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

async function runPage(
  artefact: ArtefactName,
  sets: readonly VectorSet[],
  profile: string,
): Promise<HostResult> {
  const kinds = artefact === "policy.wasm" ? scriptWasmKinds : scriptKinds;
  let done: (body: string) => void = () => undefined;
  const result = new Promise<string>((resolve) => {
    done = resolve;
  });
  const server = createServer((request, response) =>
    answer({ artefact, kinds, sets, done }, request, response),
  );
  const port = await listen(server);
  const args = [...flags, `--user-data-dir=${profile}`, `http://127.0.0.1:${String(port)}/`];
  const browser = spawn("chromium", args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  browser.stderr.on("data", (chunk: Buffer) => (said = `${said}${chunk.toString("utf8")}`.slice(-2000)));
  const gone = new Promise<void>((resolve) => {
    browser.on("exit", () => resolve());
    browser.on("error", () => resolve());
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no result in time: ${said}`)), timeoutMs);
  });
  const ended = gone.then(() => Promise.reject(new Error(`chromium stopped: ${said}`)));
  ended.catch(() => undefined);
  try {
    return checkResult(JSON.parse(await Promise.race([result, late, ended])));
  } finally {
    clearTimeout(timer);
    browser.kill("SIGKILL");
    await gone;
    server.closeAllConnections();
    server.close();
  }
}

function host(name: string, artefact: ArtefactName): Host {
  return {
    name,
    ...(artefact === "policy.mjs" ? {} : { variantOf: "chromium" }),
    artefact,
    kinds: artefact === "policy.wasm" ? scriptWasmKinds : scriptKinds,
    install: async () => {
      const reason = await aptInstall();
      return reason === null ? versionOf("chromium", ["--version"]) : { ready: false, reason };
    },
    run: ({ sets, scratch }) => runPage(artefact, sets, join(scratch, "profile")),
  };
}

export const chromiumHosts: readonly Host[] = [
  host("chromium", "policy.mjs"),
  host("chromium-wasm", "policy.wasm"),
];
