/**
 * A credential in the text: whoever reads the repository has it.
 *
 * Looks for the fixed forms that issuers publish for their keys and tokens, in every file, comments
 * included. Misses secrets without a form (a password is any text). Linear in the text.
 */
import { defineRule, type Rule } from "../define-rule.ts";

interface Form {
  readonly name: string;
  readonly pattern: RegExp;
}

// Forms as their issuers document them. Each begins with fixed text, so that a pattern of resources or
// a hash does not look like one.
const forms: readonly Form[] = [
  { name: "an AWS access key", pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g },
  { name: "a GitHub token", pattern: /\bgh[pousr]_[A-Za-z0-9]{36,251}\b/g },
  { name: "a GitHub token", pattern: /\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b/g },
  { name: "a GitLab token", pattern: /\bglpat-[A-Za-z0-9_-]{20,}/g },
  { name: "a Slack token", pattern: /\bxox[abposr]-[0-9]{6,}-[A-Za-z0-9-]{10,}/g },
  {
    name: "a Slack webhook",
    pattern: /https:\/\/hooks\.slack\.com\/services\/T[A-Z0-9]{6,}\/B[A-Z0-9]{6,}\/[A-Za-z0-9]{16,}/g,
  },
  { name: "a Stripe key", pattern: /\b[rs]k_live_[A-Za-z0-9]{16,}/g },
  { name: "a Google API key", pattern: /\bAIza[A-Za-z0-9_-]{35}/g },
  { name: "an npm token", pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { name: "a PyPI token", pattern: /\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{40,}/g },
  {
    name: "an OpenAI key",
    pattern: /\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,}/g,
  },
  { name: "an Anthropic key", pattern: /\bsk-ant-[a-z]+[0-9]{2}-[A-Za-z0-9_-]{80,}/g },
  { name: "a SendGrid key", pattern: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b/g },
  { name: "a Vault token", pattern: /\bhv[sb]\.[A-Za-z0-9_-]{24,}/g },
  { name: "a DigitalOcean token", pattern: /\bdo[opr]_v1_[a-f0-9]{64}\b/g },
  { name: "a Telegram bot token", pattern: /\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}\b/g },
  { name: "an Azure storage key", pattern: /\bAccountKey=[A-Za-z0-9+/]{86}==/g },
  {
    name: "a JSON Web Token",
    pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}/g,
  },
  { name: "a private key", pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/g },
  {
    name: "a password in a URL",
    pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@*{}$"']+:[^\s/@*{}$"']{6,}@[A-Za-z0-9.-]+/g,
  },
];

/** As much of a secret as tells which one it is. */
function masked(secret: string): string {
  return `${secret.slice(0, 6)}…`;
}

/** The keys that AWS prints in its documentation, and `AKIAXXXXXXXXXXXXXXXX`: no issuer repeats one character so often. */
function isPlaceholder(secret: string): boolean {
  return secret.endsWith("EXAMPLE") || /(.)\1{9}$/.test(secret);
}

export const literalSecret: Rule = defineRule({
  id: "literal-secret",
  category: "structure",
  level: "error",
  fix: null,
  isExact: false,
  summary: "A credential is written in the text.",
  check: ({ sources }, report) => {
    for (const { path, text } of sources.values()) {
      for (const { name, pattern } of forms) {
        for (const match of text.matchAll(pattern)) {
          const [secret] = match;
          if (isPlaceholder(secret)) continue;
          report({
            span: { file: path, start: match.index, end: match.index + secret.length },
            message: `this looks like ${name}: \`${masked(secret)}\``,
            help: "revoke it, since it is in the history now, and let the gateway hold its successor",
          });
        }
      }
    }
  },
});
