/** Changes of identities, roles, keys and permissions. */
import { type SensitiveRegion, tokenRequests } from "./region.ts";

export const iamChanges: readonly SensitiveRegion[] = [
  {
    does: "change identities and permissions in AWS IAM",
    actions: [
      "aws:iam:{Add,Attach,Change,Create,Deactivate,Delete,Detach,Disable,Enable,Put,Remove,Reset,Resync,Set,Tag,Untag,Update,Upload}*",
      "aws:sso:{Associate,Attach,Create,Delete,Detach,Disassociate,Provision,Put,Update}*",
      "aws:identitystore:{Create,Delete,Update}*",
    ],
  },
  {
    does: "change policies and accounts of an AWS organization",
    actions: [
      "aws:organizations:{AttachPolicy,DetachPolicy,CreatePolicy,UpdatePolicy,DeletePolicy,EnablePolicyType,DisablePolicyType,PutResourcePolicy,DeleteResourcePolicy,CreateAccount,CloseAccount,MoveAccount,LeaveOrganization,RemoveAccountFromOrganization,RegisterDelegatedAdministrator,DeregisterDelegatedAdministrator}",
    ],
  },
  {
    does: "change who may use a resource in AWS",
    actions: [
      "aws:s3:{PutBucketPolicy,DeleteBucketPolicy,PutBucketAcl,PutObjectAcl,PutAccessPointPolicy,DeleteAccessPointPolicy,PutBucketPublicAccessBlock,PutAccountPublicAccessBlock}",
      "aws:kms:{PutKeyPolicy,CreateGrant,RevokeGrant}",
      "aws:{lambda,sqs,sns}:{AddPermission,RemovePermission}",
      "aws:{secretsmanager,dynamodb,kinesis,logs,glue}:{PutResourcePolicy,DeleteResourcePolicy}",
      "aws:events:{PutPermission,RemovePermission}",
      "aws:backup:{PutBackupVaultAccessPolicy,DeleteBackupVaultAccessPolicy}",
      "aws:ecr:{SetRepositoryPolicy,DeleteRepositoryPolicy,PutRegistryPolicy,DeleteRegistryPolicy}",
      "aws:eks:{CreateAccessEntry,UpdateAccessEntry,DeleteAccessEntry,AssociateAccessPolicy,DisassociateAccessPolicy}",
      "aws:lakeformation:{GrantPermissions,RevokePermissions,BatchGrantPermissions,BatchRevokePermissions,PutDataLakeSettings}",
      "aws:ram:{CreateResourceShare,UpdateResourceShare,AssociateResourceShare,AssociateResourceSharePermission,DisassociateResourceShare}",
      "aws:ec2:{ModifySnapshotAttribute,ModifyImageAttribute}",
      "aws:rds:{ModifyDBSnapshotAttribute,ModifyDBClusterSnapshotAttribute}",
      "aws:cognito-idp:{AdminAddUserToGroup,AdminRemoveUserFromGroup,CreateGroup,UpdateGroup,DeleteGroup}",
    ],
  },
  {
    does: "change identities, roles and permissions",
    actions: [
      "{iam,rbac,okta,auth0,entra,ldap,idp}:{create,update,delete,add,remove,attach,detach,put,grant,revoke,assign,unassign,set,bind,write,enable,disable}{,_*}",
    ],
  },
  {
    does: "change who may read secrets",
    actions: ["{secrets,secret,vault}:{admin,grant,share,unshare,set_policy}"],
  },
  {
    does: "change users and rights of a database",
    actions: [
      "{sql,db,database,postgres,postgresql,mysql,mariadb,mssql,oracle,snowflake,bigquery,redshift}:{grant,revoke}{,-*,_*}",
      "{sql,db,database,postgres,postgresql,mysql,mariadb,mssql,oracle,snowflake,bigquery,redshift}:{create,alter,drop}{-,_}{user,role,login}*",
    ],
  },
  {
    does: "change roles in Kubernetes",
    actions: [
      "{k8s,kubernetes,kubectl}:{create,update,patch,apply,replace,edit,delete,deletecollection,set}{,-*,_*}",
    ],
    exceptActions: tokenRequests,
    resources: [
      "{k8s,kubernetes}/{*,*/*,*/namespaces/*}/{roles,rolebindings,clusterroles,clusterrolebindings}{,/*}",
    ],
  },
  {
    does: "change roles in Kubernetes",
    actions: ["{k8s,kubernetes,kubectl}:{bind,escalate,impersonate}{,-*,_*}"],
  },
  {
    does: "administer a repository and who may use it",
    actions: [
      "git:{admin,add_collaborator,remove_collaborator,add_deploy_key,protect_branch,unprotect_branch}",
      "{github,gitlab,mcp:github,mcp:gitlab}:admin",
      "{github,gitlab,mcp:github,mcp:gitlab}:{add,remove,update,set,invite}{-,_}{collaborator,member,team_member,team_repo,org_member,permission}*",
      "{github,gitlab,mcp:github,mcp:gitlab}:{create,add,delete}{-,_}deploy{-,_}key*",
      "{github,gitlab,mcp:github,mcp:gitlab}:{create,update,delete,remove,set}{-,_}{branch_protection,ruleset}*",
    ],
  },
  {
    does: "change roles, permissions or keys through an MCP server",
    actions: [
      "mcp:*:{grant,revoke,assign,unassign}{,-,_}{role,permission,access,policy,privilege}*",
      "mcp:*:{create,update,delete,attach,detach,put,add,remove,set}{-,_}{iam,role,permission,access_key,access-key,api_key,api-key,policy_version,user_policy,role_policy}*",
    ],
    isSpelt: true,
  },
  {
    does: "change roles, permissions or keys through an MCP server",
    actions: [
      "mcp:{iam,okta,auth0,entra,aws-iam,keycloak}:{create,update,delete,add,remove,attach,detach,put,grant,revoke,assign,set,enable,disable,reset}{,_*}",
    ],
  },
];
