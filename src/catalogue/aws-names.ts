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
  const known = new Map<string, boolean>();
  const isAws = (word: string): boolean => {
    let answer = known.get(word);
    if (answer === undefined) {
      answer = /^(?:aws|arn)$/i.test(word) || awsSpelling(word) !== null;
      known.set(word, answer);
    }
    return answer;
  };
  for (const text of texts) {
    for (let colon = text.indexOf(":"); colon !== -1; colon = text.indexOf(":", colon + 1)) {
      // What a blank follows is a key of YAML.
      if (isFirstInName(text.charCodeAt(colon + 1)) && wordsBefore(text, colon).some(isAws)) return true;
    }
  }
  return false;
}

/** UTF-16 units that are looked back over, so that no text takes quadratic time. */
const longestBraces = 1024;

/** The word that ends at `end`, or the words of the braces that do; none inside a longer name. */
function wordsBefore(text: string, end: number): readonly string[] {
  if (text.charAt(end - 1) === "}") {
    const near = text.slice(Math.max(0, end - longestBraces), end - 1);
    return near.slice(near.lastIndexOf("{") + 1).split(",");
  }
  let start = end;
  while (start > 0 && isInWord(text.charCodeAt(start - 1))) start--;
  return start === end || "_@./:".includes(text.charAt(start - 1) || " ") ? [] : [text.slice(start, end)];
}

function isLetter(unit: number): boolean {
  return (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x61 && unit <= 0x7a);
}

/** A letter, `*` or `{`. */
function isFirstInName(unit: number): boolean {
  return isLetter(unit) || unit === 0x2a || unit === 0x7b;
}

/** A letter, a digit or `-`. */
function isInWord(unit: number): boolean {
  return isLetter(unit) || (unit >= 0x30 && unit <= 0x39) || unit === 0x2d;
}
