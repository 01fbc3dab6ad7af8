/** Changing policies, credentials and trust in AWS IAM. */
import { awsPath, type EscalationPath } from "./path.ts";

const pathfinding = "https://pathfinding.cloud/paths";
const hackingTheCloud = "https://hackingthe.cloud/aws/exploitation/iam_privilege_escalation/";
const rhino = "https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/";

export const awsIdentityPaths: readonly EscalationPath[] = [
  awsPath(
    "aws-policy-version",
    "a new version of a policy",
    ["iam:CreatePolicyVersion"],
    `${pathfinding}/iam-001`,
  ),
  awsPath(
    "aws-default-policy-version",
    "another default version of a policy",
    ["iam:SetDefaultPolicyVersion"],
    rhino,
  ),
  awsPath(
    "aws-attach-user-policy",
    "a policy attached to a user",
    ["iam:AttachUserPolicy"],
    `${pathfinding}/iam-008`,
  ),
  awsPath(
    "aws-attach-group-policy",
    "a policy attached to a group",
    ["iam:AttachGroupPolicy"],
    `${pathfinding}/iam-010`,
  ),
  awsPath(
    "aws-attach-role-policy",
    "a policy attached to a role",
    ["iam:AttachRolePolicy"],
    `${pathfinding}/iam-009`,
  ),
  awsPath(
    "aws-put-user-policy",
    "an inline policy of a user",
    ["iam:PutUserPolicy"],
    `${pathfinding}/iam-007`,
  ),
  awsPath(
    "aws-put-group-policy",
    "an inline policy of a group",
    ["iam:PutGroupPolicy"],
    `${pathfinding}/iam-011`,
  ),
  awsPath(
    "aws-put-role-policy",
    "an inline policy of a role",
    ["iam:PutRolePolicy"],
    `${pathfinding}/iam-005`,
  ),
  awsPath("aws-access-key", "another user's access key", ["iam:CreateAccessKey"], `${pathfinding}/iam-002`),
  awsPath(
    "aws-login-profile",
    "another user's console password",
    ["iam:CreateLoginProfile"],
    `${pathfinding}/iam-004`,
  ),
  awsPath(
    "aws-update-login-profile",
    "another user's changed console password",
    ["iam:UpdateLoginProfile"],
    `${pathfinding}/iam-006`,
  ),
  awsPath(
    "aws-assume-role-policy",
    "a role's changed trust",
    ["iam:UpdateAssumeRolePolicy"],
    `${pathfinding}/iam-012`,
  ),
  awsPath("aws-add-user-to-group", "joining a group", ["iam:AddUserToGroup"], `${pathfinding}/iam-013`),
  awsPath(
    "aws-remove-role-boundary",
    "a role's permissions boundary taken away",
    ["iam:DeleteRolePermissionsBoundary"],
    hackingTheCloud,
  ),
  awsPath(
    "aws-remove-user-boundary",
    "a user's permissions boundary taken away",
    ["iam:DeleteUserPermissionsBoundary"],
    hackingTheCloud,
  ),
];
