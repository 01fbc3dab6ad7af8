/** Taking over what already runs with a role of more rights in AWS. */
import { awsPath, type EscalationPath } from "./path.ts";

const pathfinding = "https://pathfinding.cloud/paths";
const hackingTheCloud = "https://hackingthe.cloud/aws/exploitation/iam_privilege_escalation/";

export const awsComputePaths: readonly EscalationPath[] = [
  awsPath(
    "aws-lambda-code",
    "changed code of a Lambda function that is invoked",
    ["lambda:UpdateFunctionCode", "lambda:InvokeFunction"],
    `${pathfinding}/lambda-004`,
  ),
  awsPath(
    "aws-lambda-code-permission",
    "changed code of a Lambda function that others may invoke",
    ["lambda:UpdateFunctionCode", "lambda:AddPermission"],
    `${pathfinding}/lambda-005`,
  ),
  awsPath(
    "aws-lambda-layer",
    "a layer put under a Lambda function that is invoked",
    ["lambda:UpdateFunctionConfiguration", "lambda:InvokeFunction"],
    hackingTheCloud,
  ),
  awsPath(
    "aws-glue-endpoint",
    "a key put on a Glue development endpoint",
    ["glue:UpdateDevEndpoint"],
    `${pathfinding}/glue-002`,
  ),
  awsPath(
    "aws-ssm-send-command",
    "commands on instances through SSM",
    ["ssm:SendCommand"],
    `${pathfinding}/ssm-002`,
  ),
  awsPath(
    "aws-ssm-start-session",
    "a session on an instance through SSM",
    ["ssm:StartSession"],
    `${pathfinding}/ssm-001`,
  ),
  awsPath(
    "aws-ec2-user-data",
    "changed user data of an instance that is restarted",
    ["ec2:ModifyInstanceAttribute", "ec2:StopInstances", "ec2:StartInstances"],
    `${pathfinding}/ec2-002`,
  ),
  awsPath(
    "aws-ec2-launch-template-version",
    "a changed launch template",
    ["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"],
    `${pathfinding}/ec2-004`,
  ),
  awsPath(
    "aws-ec2-instance-connect",
    "a key pushed to an instance",
    ["ec2-instance-connect:SendSSHPublicKey"],
    `${pathfinding}/ec2instanceconnect-003`,
  ),
  awsPath("aws-ecs-exec", "commands in a running ECS task", ["ecs:ExecuteCommand"], `${pathfinding}/ecs-006`),
  awsPath(
    "aws-cloudformation-change-set",
    "a change set of a stack that has a role",
    ["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"],
    `${pathfinding}/cloudformation-005`,
  ),
  awsPath(
    "aws-sagemaker-notebook-url",
    "a link into a SageMaker notebook",
    ["sagemaker:CreatePresignedNotebookInstanceUrl"],
    `${pathfinding}/sagemaker-004`,
  ),
  awsPath(
    "aws-sagemaker-lifecycle",
    "a changed lifecycle of a SageMaker notebook",
    [
      "sagemaker:CreateNotebookInstanceLifecycleConfig",
      "sagemaker:StopNotebookInstance",
      "sagemaker:UpdateNotebookInstance",
      "sagemaker:StartNotebookInstance",
    ],
    `${pathfinding}/sagemaker-005`,
  ),
  awsPath(
    "aws-bedrock-interpreter",
    "code in an existing Bedrock AgentCore interpreter",
    ["bedrock-agentcore:StartCodeInterpreterSession", "bedrock-agentcore:InvokeCodeInterpreter"],
    `${pathfinding}/bedrock-002`,
  ),
  awsPath(
    "aws-codestar-team",
    "joining a CodeStar project as its owner",
    ["codestar:AssociateTeamMember"],
    hackingTheCloud,
  ),
];
