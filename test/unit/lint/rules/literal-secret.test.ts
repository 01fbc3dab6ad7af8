import { expect, test } from "vitest";
import { literalSecret } from "../../../../src/lint/rules/literal-secret.ts";
import { saidBy } from "../../../support/lint-text.ts";

const withComment = (comment: string): string => `# ${comment}\n- git:read on repos/*\n`;
// Put together here, so that no scanner takes this file for a leak.
const join = (...parts: readonly string[]): string => parts.join("");
const letters = "Zq7w".repeat(30);

test("a key is told without being printed whole", () => {
  const [said] = saidBy(literalSecret, withComment(join("AKIA", "IOSFODNN7ABCDEFG")));
  expect(said).toContain("error literal-secret: this looks like an AWS access key: `AKIAIO…` @");
});

test.each([
  ["a GitHub token", join("ghp", "_", letters.slice(0, 36))],
  ["a GitHub token", join("github", "_pat_", letters.slice(0, 22), "_", letters.slice(0, 59))],
  ["a GitLab token", join("glp", "at-", letters.slice(0, 20))],
  ["a Slack token", join("xox", "b-123456789012-", letters.slice(0, 24))],
  ["a Slack webhook", join("https://hooks.slack.com/", "services/T0123456/B0123456/", letters.slice(0, 24))],
  ["a Stripe key", join("sk", "_live_", letters.slice(0, 24))],
  ["a Google API key", join("AI", "za", letters.slice(0, 35))],
  ["an npm token", join("npm", "_", letters.slice(0, 36))],
  ["an Anthropic key", join("sk-", "ant-api03-", letters.slice(0, 90))],
  ["a Telegram bot token", join("123456789", ":AA", letters.slice(0, 33))],
  [
    "a JSON Web Token",
    join("eyJ", letters.slice(0, 20), ".eyJ", letters.slice(0, 20), ".", letters.slice(0, 30)),
  ],
  ["a private key", join("-----BEGIN ", "RSA PRIVATE KEY-----")],
  ["a password in a URL", join("postgres://admin", ":hunter2hunter2", "@db.example.com")],
])("%s is one", (name, secret) => {
  const found = saidBy(literalSecret, withComment(secret));
  expect(found.map((line) => line.split(": `")[0])).toEqual([
    `error literal-secret: this looks like ${name}`,
  ]);
});

test("what merely looks alike is none", () => {
  const texts = [
    "AKIAIOSFODNN7EXAMPLE",
    join("AKIA", "X".repeat(16)),
    join("ghp", "_", "x".repeat(36)),
    join("https://hooks.slack.com/", "services/T00000000/B00000000/", "X".repeat(24)),
    "ghp_short",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "arn:aws:iam::123456789012:role/deploy",
    "https://example.com:8443/path@v2",
    "repos/sk_live_docs",
    "https://${user}:${password}@host",
  ];
  expect(texts.flatMap((text) => saidBy(literalSecret, withComment(text)))).toEqual([]);
});

test("every file is read, the config too", () => {
  const config = `# ${join("ghp", "_", letters.slice(0, 36))}\nversion: 1\n`;
  expect(saidBy(literalSecret, "- git:read on repos/*\n", { config })).toHaveLength(1);
});
