/** Infrastructure code that runs with more rights, and the policies and audit log that hold the agent. */
import type { EscalationPath, EscalationStep } from "./path.ts";

const writeFiles: readonly string[] = [
  "{files,file}:{write,create,update,edit,move,rename,put,patch,upload}{,_*}",
  "{git,github,gitlab}:{write,create,update,edit,move,rename,put,patch,upload}",
  "{git,github,gitlab}:{create_or_update,push,write,create,update,edit,move,rename,put,upload}{-,_}{file,content}*",
];
const shell = "{bash,sh,shell}:{run,exec}";

const terraformApply: EscalationStep = {
  actions: ["{terraform,tofu,opentofu,terragrunt}:apply{,_*}"],
};

const editTerraform: EscalationStep = {
  actions: writeFiles,
  resources: ["files/*/{**.tf,**.tf.json,**.tfvars}", "repos/{*,*/*}/files/{**.tf,**.tf.json,**.tfvars}"],
};

const guide = "https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/permissions";

export const infrastructurePaths: readonly EscalationPath[] = [
  {
    id: "terraform-apply",
    title: "changed Terraform code that is applied",
    steps: [editTerraform, terraformApply],
    source: guide,
  },
  {
    id: "terraform-shell-apply",
    title: "changed Terraform code that is applied from a shell",
    steps: [editTerraform, { actions: [shell], resources: ["cmd/{terraform,tofu,terragrunt}/apply"] }],
    source: guide,
  },
  {
    id: "pulumi-shell-up",
    title: "changed Pulumi or CDK code that is deployed from a shell",
    steps: [
      {
        actions: writeFiles,
        resources: ["files/*/{**Pulumi.yaml,**Pulumi.*.yaml,**cdk.json}"],
      },
      { actions: [shell], resources: ["cmd/pulumi/up", "cmd/cdk/deploy"] },
    ],
    source: "https://www.pulumi.com/docs/pulumi-cloud/access-management/",
  },
  {
    id: "policy-config",
    title: "changed policies of agents, in a repository named for them",
    steps: [
      {
        actions: writeFiles,
        resources: [
          "files/{agent,sentrely}-{policy,policies}/*",
          "repos/{agent,sentrely}-{policy,policies}/files/*",
          "repos/*/{agent,sentrely}-{policy,policies}/files/*",
        ],
      },
    ],
    source: "https://cheatsheetseries.owasp.org/cheatsheets/Authorization_Cheat_Sheet.html",
  },
  {
    id: "audit-log",
    title: "a stopped audit log in AWS",
    steps: [{ actions: ["aws:cloudtrail:{StopLogging,DeleteTrail,UpdateTrail,PutEventSelectors}"] }],
    source: "https://attack.mitre.org/techniques/T1562/008/",
  },
];
