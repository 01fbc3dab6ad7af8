import { expect, test } from "vitest";
import { isMutating, type Catalogue } from "../../../src/catalogue/catalogue.ts";
import { createCatalogue } from "../../../src/catalogue/create-catalogue.ts";
import { compile } from "../../../src/pipeline.ts";
import { awsText } from "../../support/catalogue.ts";
import { inputOf } from "../../support/set-input.ts";

const policy = "agent: a\npolicies: ['x:y on z/*']\n";

/** The catalogue of a `catalog:` block with tool lists beside it. */
function catalogueOf(block: string, lists: { readonly [path: string]: string } = {}): Catalogue {
  const compilation = compile(
    inputOf(Object.entries({ "policies/a.yaml": policy, "sentrely.yaml": `catalog:\n${block}`, ...lists })),
  );
  expect(compilation.diagnostics).toEqual([]);
  return createCatalogue({ ...compilation.catalogue, aws: null });
}

const shipped = createCatalogue({ services: [], servers: [], aws: null });
const withAws = createCatalogue({ services: [], servers: [], aws: awsText() });

test("a service is the longest key that is a segment prefix, whatever the case of ASCII letters", () => {
  expect(shipped.serviceOf("GIT:Push")?.key).toBe("git");
  expect(shipped.serviceOf("github:merge")?.key).toBe("github");
  expect(shipped.serviceOf("gitx:push")).toBeNull();
  expect(shipped.serviceOf("git")?.key).toBe("git");
  expect(withAws.serviceOf("AWS:S3:GetObject")?.key).toBe("aws:s3");
  expect(withAws.serviceOf("aws:s3-outposts:GetObject")?.key).toBe("aws:s3-outposts");
  expect(withAws.serviceOf("aws:nosuch:Do")).toBeNull();
  const imported = catalogueOf("  mcp: [gitHub.json]\n", {
    "gitHub.json": '[{"name": "get_issue"}]',
  });
  expect(imported.serviceOf("mcp:GITHUB:get_issue")?.spelling).toBe("mcp:gitHub");
  expect(imported.serviceOf("mcp:githubs:get_issue")?.key).toBe("mcp");
});

test("an action is found in any case of ASCII letters, and spelt as the catalogue spells it", () => {
  expect(shipped.action("Git:PUSH")?.name).toBe("git:push");
  expect(shipped.action("git:nosuch")).toBeNull();
  expect(shipped.action("nosuch:push")).toBeNull();
  expect(withAws.action("aws:ecs:updateservice")?.name).toBe("aws:ecs:UpdateService");
});

test("what is not ASCII is not folded", () => {
  const turkish = catalogueOf("  mcp: [kit.json]\n", { "kit.json": '[{"name": "İptal"}]' });
  expect(turkish.action("mcp:kit:İptal")?.name).toBe("mcp:kit:İptal");
  expect(turkish.action("mcp:kit:i̇ptal")).toBeNull();
});

test("keys are sorted, and AWS is among them only when its text is given", () => {
  expect(shipped.keys).toEqual([...shipped.keys].sort());
  expect(shipped.keys).toContain("k8s");
  expect(shipped.keys.some((key) => key.startsWith("aws:"))).toBe(false);
  expect(withAws.keys).toContain("aws:bedrock");
  expect(withAws.keys.every((key) => withAws.service(key)?.key === key)).toBe(true);
});

test("reading and listing do not mutate, all else does", () => {
  const isMutatingIn = (name: string): boolean | undefined => {
    const action = withAws.action(name);
    return action === null ? undefined : isMutating(action);
  };
  expect(["git:read", "git:list_tags", "aws:s3:ListBucket"].map(isMutatingIn)).toEqual([false, false, false]);
  expect(["git:push", "git:admin", "aws:ecs:TagResource"].map(isMutatingIn)).toEqual([true, true, true]);
});

test("other tools' prefixes have the catalogue's spelling", () => {
  expect(
    ["s3", "IAM", "gh", "kubectl", "kubernetes", "eventbridge", "aws:eventbridge", "stepfunctions"].map(
      (prefix) => shipped.alias(prefix),
    ),
  ).toEqual(["aws:s3", "aws:iam", "github", "k8s", "k8s", "aws:events", "aws:events", "aws:states"]);
  expect(["git", "k8s", "nosuch", "aws:nosuch"].map((prefix) => shipped.alias(prefix))).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test("a service that the config writes is no alias of another", () => {
  const catalogue = catalogueOf("  services:\n    s3: {closed: true}\n");
  expect(catalogue.alias("s3")).toBeNull();
  expect(catalogue.alias("iam")).toBe("aws:iam");
});

test("shipped services are open, and the config closes them and folds their case", () => {
  expect(shipped.service("git")).toMatchObject({ isClosed: false, foldsCase: false, source: "shipped" });
  const catalogue = catalogueOf("  services:\n    Git: {closed: true, fold_case: true}\n");
  expect(catalogue.service("git")).toMatchObject({
    spelling: "git",
    isClosed: true,
    foldsCase: true,
    source: "shipped",
    naming: "convention",
  });
  expect(catalogue.action("git:push")?.access).toBe("write");
});

test("the config adds actions and services, and says what actions do", () => {
  const catalogue = catalogueOf(`  services:
    git: {actions: {squash: {access: write}, blame: {access: permissions}}}
    pay: {actions: {refund: {access: write}, pay:read: {access: read}, odd: {shapes: ["pay/{x}"]}}}
`);
  expect(catalogue.action("git:squash")).toMatchObject({ access: "write", resources: null });
  expect(catalogue.action("git:blame")?.access).toBe("permissions");
  expect(catalogue.action("git:push")?.access).toBe("write");
  expect(catalogue.service("pay")).toMatchObject({ source: "config", isClosed: false, naming: "bound" });
  expect(catalogue.service("pay")?.actions.map(({ name, access }) => [name, access])).toEqual([
    ["pay:odd", "write"],
    ["pay:read", "read"],
    ["pay:refund", "write"],
  ]);
});

test("shapes that bind take the place of the names that are only a convention", () => {
  const textsOf = (catalogue: Catalogue, action: string): readonly string[] | undefined =>
    catalogue.action(action)?.resources?.map(({ text }) => text);
  expect(textsOf(shipped, "git:clone")).toContain("repos/{owner}/{repo}");
  const written = catalogueOf(`  services:
    git: {shapes: ["r/{x}"], actions: {Comment: {shapes: ["c/{x}"]}}}
`);
  expect(written.service("git")?.naming).toBe("bound");
  expect(textsOf(written, "git:push")).toEqual(["r/{x}"]);
  expect(textsOf(written, "git:comment")).toEqual(["c/{x}"]);
  const adopted = catalogueOf("  shapes: [git-owner]\n  services:\n    git: {closed: true}\n");
  expect(adopted.service("git")).toMatchObject({ naming: "bound", isClosed: true });
  expect(textsOf(adopted, "git:comment")).toContain("repos/{owner}/{repo}/pull-requests/{number}");
  expect(textsOf(adopted, "git:comment")).not.toContain("repos/{repo}/pull-requests/{number}");
});

test("a service without shapes of its own is bound by the next shorter name, as in decisions", () => {
  const catalogue = catalogueOf('  services:\n    mcp: ["mcp/{server}/{path...}"]\n  mcp: [kit.json]\n', {
    "kit.json": '[{"name": "go"}]',
  });
  expect(catalogue.service("mcp:kit")?.naming).toBe("bound");
  expect(catalogue.action("mcp:kit:go")?.resources?.map(({ text }) => text)).toEqual([
    "mcp/{server}/{path...}",
  ]);
});

test("an imported server is closed unless the config opens it", () => {
  const lists = { "mcp/kit.json": '{"tools": [{"name": "go"}]}' };
  const closed = catalogueOf("  mcp: [mcp/kit.json]\n", lists);
  expect(closed.service("mcp:kit")).toMatchObject({ isClosed: true, source: "mcp", naming: "convention" });
  expect(closed.action("mcp:kit:go")?.resources?.map(({ text }) => text)).toEqual([
    "mcp/kit",
    "mcp/kit/{path...}",
  ]);
  const opened = catalogueOf('  mcp: [mcp/kit.json]\n  services:\n    "mcp:kit": {closed: false}\n', lists);
  expect(opened.service("mcp:kit")?.isClosed).toBe(false);
  expect(closed.service("mcp")).toMatchObject({ isClosed: false, actions: [] });
});

test("nothing is decoded until it is asked for, and then that service alone", () => {
  const text = awsText();
  // A letter that is no access level, in the block of S3: only decoding that block finds it.
  const index = text.slice(0, text.indexOf("\n", text.indexOf("\n") + 1));
  const start = blockStart(index, "s3");
  const within = text.indexOf(".r", start);
  const damaged = `${text.slice(0, within)}.?${text.slice(within + 2)}`;
  const catalogue = createCatalogue({ services: [], servers: [], aws: damaged });
  expect(catalogue.action("aws:ecs:UpdateService")?.access).toBe("write");
  expect(catalogue.serviceOf("aws:s3:GetObject")?.spelling).toBe("aws:s3");
  expect(() => catalogue.action("aws:s3:GetObject")).toThrow("damaged");
});

function blockStart(head: string, service: string): number {
  let at = head.length + 1;
  for (const entry of head.slice(head.indexOf("\n") + 1).split("|")) {
    const [name = "", length = ""] = entry.split(" ");
    if (name === service) return at;
    at += parseInt(length, 36) + 1;
  }
  throw new Error(`no block of ${service}`);
}
