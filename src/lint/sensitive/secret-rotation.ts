/** Writing, rotating and deleting secrets. */
import { type SensitiveRegion, tokenRequests } from "./region.ts";

export const secretRotation: readonly SensitiveRegion[] = [
  {
    does: "write, rotate or delete secrets in AWS",
    actions: [
      "aws:secretsmanager:{CreateSecret,PutSecretValue,UpdateSecret,UpdateSecretVersionStage,RotateSecret,CancelRotateSecret,DeleteSecret,RestoreSecret,RemoveRegionsFromReplication,ReplicateSecretToRegions,StopReplicationToReplica}",
    ],
  },
  {
    does: "write or delete secret parameters in AWS",
    actions: ["aws:ssm:{PutParameter,DeleteParameter,DeleteParameters,LabelParameterVersion}"],
    resources: [
      "arn:*:ssm:*:*:parameter/{secret,secrets,credential,credentials,password,passwords,token,tokens}{,-*,_*,/*}",
    ],
  },
  {
    does: "destroy or replace keys in AWS",
    actions: [
      "aws:kms:{ScheduleKeyDeletion,DisableKey,DeleteImportedKeyMaterial,ImportKeyMaterial,RotateKeyOnDemand,DisableKeyRotation,DeleteCustomKeyStore,DisconnectCustomKeyStore,UpdateAlias,DeleteAlias}",
    ],
  },
  {
    does: "write, rotate or delete secrets",
    actions: [
      "{secrets,secret,vault,1password,onepassword,doppler,keychain,infisical}:{write,put,create,update,rotate,delete,destroy,undelete,disable,revoke,set,patch,import,generate}{,_*}",
      "{github,gitlab}:{create,update,put,set,delete}{-,_}{,*-,*_}secret{,s}",
    ],
    // Who may read them is another question.
    exceptActions: ["{secrets,secret,vault}:{set,put,update,create,delete}_policy"],
  },
  {
    does: "write or delete secrets of a repository",
    actions: [
      "{github,gitlab,actions}:{create,update,put,set,write,delete,rotate}",
      "{github,gitlab,actions}:{create,update,put,set,write,delete,rotate}{-,_}{,*-,*_}secret{,s}",
    ],
    resources: ["repos/{*,*/*}/secrets{,/*}"],
    exceptResources: ["repos/*/{branches,files,issues,pulls,pull-requests}/*"],
  },
  {
    does: "write or delete secrets in Kubernetes",
    actions: [
      "{k8s,kubernetes,kubectl}:{create,update,patch,apply,replace,edit,delete,deletecollection,set}{,-*,_*}",
    ],
    exceptActions: tokenRequests,
    resources: ["{k8s,kubernetes}/{*,*/*,*/namespaces/*}/secrets{,/*}"],
  },
  {
    does: "write, rotate or delete secrets through an MCP server",
    actions: [
      "mcp:*:{create,update,delete,put,set,write,rotate,store,remove,destroy,upsert,import}{,-,_}{secret,credential}*",
      "mcp:*:{create,update,delete,put,set,write,rotate}{-,_}*{-,_}secret{,s}",
      "mcp:*:{rotate,reset,roll}{,-,_}{key,api_key,access_key,token,password,certificate}*",
    ],
    exceptActions: ["mcp:*:*{-,_}secret{-,_}scanning*"],
    isSpelt: true,
  },
  {
    does: "write, rotate or delete secrets through an MCP server",
    actions: [
      "mcp:{vault,secrets,secretsmanager,1password,doppler}:{create,update,delete,put,set,write,rotate,patch,destroy}{,-*,_*}",
    ],
  },
];
