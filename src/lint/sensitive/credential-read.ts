/**
 * Reads of secrets, and actions that return credentials. A grant is at fault when it reaches all resources
 * of such a region, for some account and AWS region.
 */
import type { SensitiveRegion } from "./region.ts";

const list = "https://gist.github.com/kmcquade/33860a617e651104d243c324ddf7992a";
const reference = "https://docs.aws.amazon.com/service-authorization/latest/reference";

export const credentialReads: readonly SensitiveRegion[] = [
  {
    does: "read every secret of AWS Secrets Manager",
    actions: ["aws:secretsmanager:{GetSecretValue,BatchGetSecretValue}"],
    resources: ["arn:*:secretsmanager:*:*:secret:*"],
    source: `${reference}/list_awssecretsmanager.html`,
  },
  {
    does: "read every parameter of AWS Systems Manager",
    actions: ["aws:ssm:{GetParameter,GetParameters,GetParametersByPath,GetParameterHistory}"],
    resources: ["arn:*:ssm:*:*:parameter/*"],
    source: `${reference}/list_awssystemsmanager.html`,
  },
  {
    does: "assume every role",
    actions: ["aws:sts:{AssumeRole,AssumeRoleWithSAML,AssumeRoleWithWebIdentity}"],
    resources: ["arn:*:iam:*:*:role/*"],
    source: list,
  },
  {
    does: "make credentials of every IAM user",
    actions: [
      "aws:iam:{CreateAccessKey,UpdateAccessKey,CreateLoginProfile,CreateServiceSpecificCredential,ResetServiceSpecificCredential}",
    ],
    resources: ["arn:*:iam:*:*:user/*"],
    source: list,
  },
  {
    does: "log in to every database",
    actions: ["aws:rds-db:connect"],
    resources: ["arn:*:rds-db:*:*:dbuser:*"],
    source: list,
  },
  {
    does: "get credentials of every Redshift database",
    actions: ["aws:redshift:{GetClusterCredentials,GetClusterCredentialsWithIAM}"],
    resources: ["arn:*:redshift:*:*:db{user,name}:*"],
    source: list,
  },
  {
    does: "get credentials of every Redshift workgroup",
    actions: ["aws:redshift-serverless:GetCredentials"],
    resources: ["arn:*:redshift-serverless:*:*:workgroup/*"],
    source: list,
  },
  {
    does: "read the administrator's password of every instance",
    actions: ["aws:ec2:GetPasswordData"],
    resources: ["arn:*:ec2:*:*:instance/*"],
    source: list,
  },
  {
    does: "get credentials of every Lightsail resource",
    actions: [
      "aws:lightsail:{GetInstanceAccessDetails,GetRelationalDatabaseMasterUserPassword,CreateBucketAccessKey,DownloadDefaultKeyPair}",
    ],
    resources: ["arn:*:lightsail:*:*:*"],
    source: list,
  },
  {
    // Not the tokens of ECR, which every build needs: they open what their caller may open anyway.
    does: "get AWS credentials, for every resource that they are made for",
    actions: [
      "aws:airflow:{CreateCliToken,CreateWebLoginToken}",
      "aws:appsync:CreateApiKey",
      "aws:cloud9:CreateEnvironmentToken",
      "aws:codeartifact:GetAuthorizationToken",
      "aws:codepipeline:PollForJobs",
      "aws:cognito-identity:{GetOpenIdToken,GetOpenIdTokenForDeveloperIdentity,GetCredentialsForIdentity}",
      "aws:connect:{GetFederationToken,GetFederationTokens}",
      "aws:emr-containers:GetManagedEndpointSessionCredentials",
      "aws:gamelift:{GetInstanceAccess,GetComputeAccess,GetComputeAuthToken,RequestUploadCredentials}",
      "aws:grafana:CreateWorkspaceApiKey",
      "aws:mediapackage:{RotateChannelCredentials,RotateIngestEndpointCredentials}",
      "aws:sso:GetRoleCredentials",
      "aws:sts:{GetFederationToken,GetSessionToken}",
    ],
    resources: ["**"],
    source: list,
  },
  {
    does: "read every secret",
    actions: ["{secrets,secret}:{read,get,list_values,export,fetch,reveal}{,-*,_*}"],
    exceptActions: ["{secrets,secret}:*{-,_}{metadata,policy,versions}"],
    resources: ["{secrets,secret}/*"],
    source: "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
  },
  {
    does: "read every secret of a vault",
    actions: [
      "{vault,1password,onepassword,doppler,keychain,infisical}:{read,get,export,fetch,reveal}{,-*,_*}",
    ],
    resources: ["{vault,1password,onepassword,doppler,keychain,infisical}/*"],
    source: "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
  },
  {
    does: "read every secret through an MCP server",
    actions: ["mcp:*:{read,get,fetch,reveal,export,list}{,-,_}{secret,credential,password}*"],
    resources: ["mcp/*/**"],
    isSpelt: true,
    source: "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
  },
  {
    does: "read every secret of a Kubernetes cluster",
    actions: ["{k8s,kubernetes,kubectl}:{get,list,watch,read,describe}"],
    resources: ["{k8s,kubernetes}/*/{,namespaces/}*/secrets/*"],
    // Those of one namespace are not all.
    openStars: 2,
    source: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
  },
];
