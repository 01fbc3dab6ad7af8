/** All known escalation paths, by family. */
import { awsComputePaths } from "./aws-compute.ts";
import { awsIdentityPaths } from "./aws-identity.ts";
import { awsPassRolePaths } from "./aws-pass-role.ts";
import { infrastructurePaths } from "./infrastructure.ts";
import { kubernetesPaths } from "./kubernetes.ts";
import type { EscalationPath } from "./path.ts";
import { repositoryPaths } from "./repository.ts";

export const escalationPaths: readonly EscalationPath[] = [
  ...awsIdentityPaths,
  ...awsPassRolePaths,
  ...awsComputePaths,
  ...repositoryPaths,
  ...kubernetesPaths,
  ...infrastructurePaths,
];
