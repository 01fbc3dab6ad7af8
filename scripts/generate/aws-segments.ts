/**
 * Variables of AWS's ARN templates whose value may hold `/` or `:`, each with the reason; all others are one segment.
 * A key is the variable's name, or `service:Name` where the name is common and only that service's may.
 *
 * Read from the services' own pages on naming. A variable missing here makes a lint too strict, one too many makes it
 * blind, and neither changes a decision.
 */
const path = "a name with its IAM path";
const slashes = "names of this kind may hold `/`";
const colons = "names of this kind may hold `:`";
const rest = "what follows is a path";

export const spanningVariables: { readonly [variable: string]: string } = {
  // Whole paths.
  ApiSpecificResourcePath: "the path of an HTTP request",
  BasePath: "the path of an HTTP request",
  EncodedPackageGroupPattern: rest,
  EntityPath: rest,
  FolderPath: rest,
  ObjectName: "an object's key",
  ObjectPath: rest,
  RequestPath: "the path of an HTTP request",
  ResourcePath: rest,
  Uri: rest,
  // Names with an IAM path.
  CertificateNameWithPath: path,
  GroupNameWithPath: path,
  InstanceProfileNameWithPath: path,
  MfaTokenIdWithPath: path,
  PolicyNameWithPath: path,
  RoleNameWithPath: path,
  UserNameWithPath: path,
  "iam:OidcProviderName": "the issuer's URL without its scheme",
  // Names that are hierarchical by custom.
  ParameterNameWithoutLeadingSlash: "parameters form a hierarchy",
  PlatformNameWithVersion: "a name, `/` and a version",
  SecretId: slashes,
  LogGroupName: slashes,
  LogStreamName: slashes,
  "cloudwatch:AlarmName": "alarms of target tracking are named after `table/NAME`",
  "ecr:RepositoryName": "a namespace, `/` and a name",
  "ecr-public:RepositoryName": "a namespace, `/` and a name",
  "events:EventBusName": "partner buses are named `aws.partner/…`",
  "events:EventSourceName": "partner sources are named `aws.partner/…`",
  "iot:ClientId": slashes,
  "iot:ThingGroupName": colons,
  "iot:ThingName": colons,
  "iot:ThingTypeName": colons,
  "iot:TopicFilter": "an MQTT topic",
  "iot:TopicName": "an MQTT topic",
  "kms:Alias": slashes,
  "sagemaker:ModelPackageName": "a group, `/` and a version",
  "ssm:ResourceId": "named `aws/ssm/…`",
  // Names that hold a colon.
  "backup:RecoveryPointId": colons,
  "bedrock:ResourceId": "models end in `:` and a version",
  "cassandra:StreamLabel": "a time of day",
  "codebuild:BuildBatchId": "a project, `:` and an id",
  "codebuild:BuildId": "a project, `:` and an id",
  "codebuild:ReportId": "a group, `:` and an id",
  "dynamodb:StreamLabel": "a time of day",
  "lambda:FunctionName": "a version or an alias may follow",
};

/** ARN forms that are in use besides the listed ones: service → resource type → further templates. */
export const furtherTemplates: {
  readonly [service: string]: { readonly [resource: string]: readonly string[] };
} = {
  // Made before ARNs of ECS named the cluster, and still valid.
  ecs: {
    "container-instance": [
      "arn:${Partition}:ecs:${Region}:${Account}:container-instance/${ContainerInstanceId}",
    ],
    service: ["arn:${Partition}:ecs:${Region}:${Account}:service/${ServiceName}"],
    task: ["arn:${Partition}:ecs:${Region}:${Account}:task/${TaskId}"],
  },
};
