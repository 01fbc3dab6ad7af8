/** The services that are written by hand. Bedrock and whatever else is AWS's comes with `aws-text.ts`. */
import { bash } from "./bash.ts";
import { crm } from "./crm.ts";
import { files } from "./files.ts";
import { git } from "./git.ts";
import { github } from "./github.ts";
import { https } from "./https.ts";
import { k8s } from "./k8s.ts";
import { mail } from "./mail.ts";
import { mcp } from "./mcp.ts";
import { payments, stripe } from "./payments.ts";
import { secrets } from "./secrets.ts";
import type { ServiceDefinition } from "./service-definition.ts";
import { slack } from "./slack.ts";
import { sql } from "./sql.ts";
import { terraform } from "./terraform.ts";
import { tickets } from "./tickets.ts";

/** Sorted by name. */
export const shippedServices: readonly ServiceDefinition[] = [
  bash,
  crm,
  files,
  git,
  github,
  https,
  k8s,
  mail,
  mcp,
  payments,
  secrets,
  slack,
  sql,
  stripe,
  terraform,
  tickets,
];
