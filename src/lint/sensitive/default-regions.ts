/** The regions of each rule about sensitive operations, before `sentrely.yaml` extends and narrows them. */
import type { SensitiveRuleId } from "../../syntax/sensitive-rule-ids.ts";
import { credentialReads } from "./credential-read.ts";
import { customerData } from "./customer-data.ts";
import { databaseMigrations } from "./database-migration.ts";
import { financial } from "./financial.ts";
import { iamChanges } from "./iam-change.ts";
import { productionDeploys } from "./production-deploy.ts";
import { protectedBranches } from "./protected-branch.ts";
import type { SensitiveRegion } from "./region.ts";
import { secretRotation } from "./secret-rotation.ts";
import { selfModification } from "./self-modification.ts";

/** Escalation has paths instead of regions (`escalation/paths.ts`). */
export const defaultRegions: { readonly [R in SensitiveRuleId]: readonly SensitiveRegion[] } = {
  "ungated-production-deploy": productionDeploys,
  "ungated-database-migration": databaseMigrations,
  "ungated-customer-data": customerData,
  "ungated-financial": financial,
  "ungated-iam-change": iamChanges,
  "ungated-secret-rotation": secretRotation,
  "ungated-protected-branch": protectedBranches,
  "privilege-escalation": [],
  "self-modification": selfModification,
  "credential-read": credentialReads,
};
