/** What is known of AWS without its catalogue: the names of its services, and whether a text speaks of them. */
import { awsServiceNames } from "../generated/aws-services.ts";
import { foldAscii } from "./fold-ascii.ts";

let names: ReadonlySet<string> | undefined;

function serviceNames(): ReadonlySet<string> {
  return (names ??= new Set(awsServiceNames.split(" ")));
}

/** What people and other tools call services whose actions have another prefix. */
const usualNames: ReadonlyMap<string, string> = new Map([
  ["alb", "elasticloadbalancing"],
  ["application-insights", "applicationinsights"],
  ["cloudwatch-events", "events"],
  ["cloudwatch-logs", "logs"],
  ["cloudwatchlogs", "logs"],
  ["cognito", "cognito-idp"],
  ["documentdb", "rds"],
  ["efs", "elasticfilesystem"],
  ["elastic-beanstalk", "elasticbeanstalk"],
  ["elb", "elasticloadbalancing"],
  ["elbv2", "elasticloadbalancing"],
  ["emr", "elasticmapreduce"],
  ["eventbridge", "events"],
  ["keyspaces", "cassandra"],
  ["kinesis-firehose", "firehose"],
  ["msk", "kafka"],
  ["mwaa", "airflow"],
  ["neptune", "rds"],
  ["opensearch", "es"],
  ["parameter-store", "ssm"],
  ["secrets-manager", "secretsmanager"],
  ["step-functions", "states"],
  ["stepfunctions", "states"],
]);

/** The spelling `aws:SERVICE` of a prefix written `SERVICE`, or of a usual name with or without `aws:`. */
export function awsSpelling(prefix: string): string | null {
  const folded = foldAscii(prefix);
  const bare = folded.startsWith("aws:") ? folded.slice("aws:".length) : folded;
  const usual = usualNames.get(bare);
  if (usual !== undefined) return `aws:${usual}`;
  return bare === folded && serviceNames().has(bare) ? `aws:${bare}` : null;
}

/**
 * Whether the texts of a set speak of AWS, so that its catalogue is worth loading. Where none does, no rule could ask:
 * an action of AWS begins with `aws:`, one that is misspelt with a service's name, and a resource of AWS with `arn:`.
 */
export function mentionsAws(texts: Iterable<string>): boolean {
  for (const text of texts) {
    if (/\b(?:aws|arn)\b/i.test(text)) return true;
    for (const [, prefix = ""] of text.matchAll(/(?<![\w@./:-])([A-Za-z][A-Za-z0-9-]*):[A-Za-z*{]/g))
      if (awsSpelling(prefix) !== null) return true;
  }
  return false;
}
