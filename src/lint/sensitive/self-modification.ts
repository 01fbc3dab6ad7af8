/** Writes by which an agent changes what holds it: its gateway's config, workflows, and the audit log. */
import type { SensitiveRegion } from "./region.ts";

/** `update_issue` and its like change something else of a repository than its files. */
const fileWrites: readonly string[] = [
  "{files,file,fs}:{write,create,update,edit,delete,rename,move,append,patch,put,upload,replace,copy}{,_*}",
  "{git,github,gitlab,repo,repos,repository}:{write,create,update,edit,delete,rename,move,append,patch,put,upload,replace,copy}",
  "{git,github,gitlab}:{create_or_update,push,write,create,update,edit,delete,move,rename,put,upload}{-,_}{file,content}*",
];

const toolWrites: readonly string[] = [
  "mcp:*:{write,create,update,edit,delete,rename,move,append,patch,put,push,upload,replace,insert}{,-,_}file*",
  "mcp:*:{create_or_update,apply}{-,_}{file,content,patch,diff,edit}*",
  "mcp:*:str{-,_}replace*",
];

const hardening =
  "https://docs.github.com/en/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions";

export const selfModification: readonly SensitiveRegion[] = [
  {
    does: "change the workflows of a repository",
    actions: fileWrites,
    resources: ["**/files/.github/workflows/**"],
    // Below `files/` the first segment is the repository, and `host` begins the paths of a machine: a folder
    // `files` further down holds no workflows.
    exceptResources: ["files/**", "host/**", "repos/*/branches/*"],
    source: hardening,
  },
  {
    does: "change the workflows of a repository in a working tree",
    actions: fileWrites,
    resources: ["files/*/.github/workflows/{**.yml,**.yaml}"],
    source: hardening,
  },
  {
    does: "change the workflows of a repository through an MCP server",
    actions: toolWrites,
    resources: ["mcp/{github,gitlab,bitbucket,git}/{*,*/*}{,/files}/.github/workflows/{**.yml,**.yaml}"],
    source: hardening,
  },
  {
    // Other names of that repository are for `sentrely.yaml` to add.
    does: "change the policies of agents in a repository named for them",
    actions: fileWrites,
    resources: [
      "files/{agent,sentrely}-{policy,policies}/*",
      "repos/{agent,sentrely}-{policy,policies}/files/*",
      "repos/*/{agent,sentrely}-{policy,policies}/files/*",
    ],
    source: "https://cheatsheetseries.owasp.org/cheatsheets/Authorization_Cheat_Sheet.html",
  },
  {
    does: "stop or thin out the audit log in AWS",
    actions: [
      "aws:cloudtrail:{StopLogging,DeleteTrail,UpdateTrail,PutEventSelectors,PutInsightSelectors,DeleteEventDataStore,UpdateEventDataStore,StopEventDataStoreIngestion,RemoveTags}",
      "aws:config:{StopConfigurationRecorder,DeleteConfigurationRecorder,DeleteDeliveryChannel,PutConfigurationRecorder}",
      "aws:guardduty:{DeleteDetector,UpdateDetector,StopMonitoringMembers,DisassociateFromAdministratorAccount}",
      "aws:securityhub:{DisableSecurityHub,DeleteMembers}",
      "aws:access-analyzer:DeleteAnalyzer",
    ],
    source: "https://attack.mitre.org/techniques/T1562/008/",
  },
];

/** Writes to where an audit log is exported. */
export const auditWrites: readonly string[] = [
  "aws:s3:{PutObject,DeleteObject,DeleteObjectVersion,PutObjectRetention,PutObjectLegalHold,BypassGovernanceRetention,PutLifecycleConfiguration,DeleteBucket,PutBucketVersioning,PutBucketObjectLockConfiguration}",
];
