/** Deploys to resources that are named for production. */
import { type SensitiveRegion, tokenRequests } from "./region.ts";
import { ofOtherStages, production, productionSegment } from "./stages.ts";

export const productionDeploys: readonly SensitiveRegion[] = [
  {
    does: "change an ECS service of production",
    actions: [
      "aws:ecs:{UpdateService,CreateService,DeleteService,UpdateServicePrimaryTaskSet,CreateTaskSet,UpdateTaskSet,DeleteTaskSet,RunTask,StartTask,StopTask,DeleteCluster,UpdateCluster}",
    ],
    resources: [
      `arn:*:ecs:*:*:service/${production}`,
      `arn:*:ecs:*:*:{cluster,task-set,task,task-definition}/${production}`,
    ],
  },
  {
    does: "deploy a Lambda function of production",
    actions: [
      "aws:lambda:{UpdateFunctionCode,UpdateFunctionConfiguration,CreateFunction,DeleteFunction,PublishVersion,CreateAlias,UpdateAlias,DeleteAlias}",
    ],
    resources: [`arn:*:lambda:*:*:function:${production}`],
  },
  {
    does: "change a CloudFormation stack of production",
    actions: [
      "aws:cloudformation:{CreateStack,UpdateStack,DeleteStack,ExecuteChangeSet,RollbackStack,CreateStackSet,UpdateStackSet,DeleteStackSet,CreateStackInstances,UpdateStackInstances,DeleteStackInstances}",
    ],
    resources: [`arn:*:cloudformation:*:*:{stack,stackset}/${production}`],
  },
  {
    does: "change an EKS cluster of production",
    actions: [
      "aws:eks:{UpdateClusterConfig,UpdateClusterVersion,DeleteCluster,CreateNodegroup,UpdateNodegroupConfig,UpdateNodegroupVersion,DeleteNodegroup,CreateAddon,UpdateAddon,DeleteAddon}",
    ],
    resources: [`arn:*:eks:*:*:{cluster,nodegroup,addon}/${production}`],
  },
  {
    does: "deploy to an environment of production",
    actions: [
      "aws:elasticbeanstalk:{CreateEnvironment,UpdateEnvironment,TerminateEnvironment,RebuildEnvironment,SwapEnvironmentCNAMEs}",
      "aws:codedeploy:{CreateDeployment,ContinueDeployment}",
    ],
    resources: [
      `arn:*:elasticbeanstalk:*:*:environment/*/${productionSegment}`,
      `arn:*:codedeploy:*:*:deploymentgroup:*/${productionSegment}`,
    ],
    exceptResources: [
      ...ofOtherStages("arn:*:elasticbeanstalk:*:*:environment/"),
      ...ofOtherStages("arn:*:codedeploy:*:*:deploymentgroup:"),
    ],
  },
  {
    does: "deploy a service of production",
    actions: [
      "aws:apprunner:{CreateService,UpdateService,DeleteService,PauseService,ResumeService,StartDeployment}",
      "aws:sagemaker:{CreateEndpoint,UpdateEndpoint,DeleteEndpoint,UpdateEndpointWeightsAndCapacities}",
      "aws:codepipeline:{StartPipelineExecution,UpdatePipeline,DeletePipeline,RetryStageExecution,RollbackStage}",
      "aws:autoscaling:{UpdateAutoScalingGroup,StartInstanceRefresh,DeleteAutoScalingGroup}",
    ],
    resources: [
      `arn:*:apprunner:*:*:service/${production}`,
      `arn:*:sagemaker:*:*:endpoint/${production}`,
      `arn:*:codepipeline:*:*:${production}`,
      `arn:*:autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/${production}`,
    ],
  },
  {
    does: "change a Kubernetes cluster of production",
    actions: [
      "{k8s,kubernetes,kubectl}:{create,update,patch,apply,delete,deletecollection,replace,scale,rollout,rollback,restart,edit,set,run,drain,evict,prune,cordon}{,-*,_*}",
      "{helm,argocd,flux}:{install,upgrade,rollback,uninstall,sync,delete,apply,promote}{,-*,_*}",
    ],
    exceptActions: tokenRequests,
    resources: [`{k8s,kubernetes,helm,argocd,flux}/${production}`],
  },
  {
    does: "change a Kubernetes namespace of production",
    actions: [
      "{k8s,kubernetes,kubectl}:{create,update,patch,apply,delete,deletecollection,replace,scale,rollout,rollback,restart,edit,set,run,evict,prune}{,-*,_*}",
      "{helm,argocd,flux}:{install,upgrade,rollback,uninstall,sync,delete,apply,promote}{,-*,_*}",
    ],
    exceptActions: tokenRequests,
    resources: [
      `{k8s,kubernetes,helm,argocd,flux}/*/${production}`,
      `{k8s,kubernetes}/*/namespaces/${production}`,
    ],
    exceptResources: ofOtherStages("*/"),
  },
  {
    does: "apply infrastructure code",
    actions: ["{terraform,tofu,opentofu,terragrunt,pulumi,cdk}:{apply,destroy,deploy,up,approve_run}"],
    exceptResources: [...ofOtherStages("*/"), ...ofOtherStages("*/*/")],
  },
  {
    does: "apply infrastructure code from a shell",
    actions: ["{bash,sh,shell}:{run,exec}"],
    resources: [
      "cmd/{terraform,tofu,terragrunt}/{apply,destroy}",
      "cmd/pulumi/{up,destroy}",
      "cmd/cdk/{deploy,destroy}",
    ],
  },
  {
    does: "deploy to a GitHub environment of production",
    actions: [
      "{github,gitlab}:{deploy,create,update,trigger,run,dispatch,delete}",
      "{github,gitlab}:{deploy,create,update,approve,trigger,run,dispatch,delete}{-,_}{,*-,*_}{environment,deployment}*",
    ],
    resources: [`repos/{*,*/*}/{environments,deployments}/${production}`],
    exceptResources: ["repos/*/{branches,files,issues,pulls,pull-requests}/*"],
  },
  {
    does: "deploy to production",
    actions: [
      "{deploy,deployment,deployments,release,vercel,netlify,fly,heroku,render,railway,cloudflare}:{deploy,create,update,run,start,release,promote,rollback,publish,delete}{,_*}",
    ],
    resources: [`*/${production}`, `${production}`],
  },
  {
    does: "deploy to production through an MCP server",
    actions: [
      "mcp:*:{deploy,release,promote,rollback,redeploy,publish,create_deployment,trigger_deployment}{,-*,_*}",
    ],
    resources: [
      `mcp/*/${production}`,
      `mcp/*/{environments,services,projects,apps,deployments,stacks}/${production}`,
    ],
    exceptResources: ofOtherStages("mcp/*/"),
    isSpelt: true,
  },
  {
    does: "deploy to production through an MCP server",
    actions: [
      "mcp:{vercel,netlify,heroku,render,fly,railway,cloudflare,argocd,kubernetes}:{deploy,release,promote,rollback,redeploy,publish}{,-*,_*}",
    ],
    resources: [
      `mcp/*/${production}`,
      `mcp/*/{environments,services,projects,apps,deployments}/${production}`,
    ],
    exceptResources: ofOtherStages("mcp/*/"),
  },
  {
    does: "deploy to production through an MCP server",
    actions: ["mcp:*:{deploy,release,promote,publish,push}{-,_,-to-,_to_}{prod,production,live}{,-*,_*}"],
    isSpelt: true,
  },
];
