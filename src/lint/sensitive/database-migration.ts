/** Migrations, data definition, and what drops or empties tables; where names do not say that they are of another stage. */
import type { SensitiveRegion } from "./region.ts";
import { ofOtherStages } from "./stages.ts";

const otherDatabases: readonly string[] = [
  ...ofOtherStages("*/"),
  ...ofOtherStages("*/*/"),
  // Where people try things out: nothing there outlives its author's interest.
  "sql/*/*/{scratch,tmp,temp,sandbox}{,-*,_*}",
  "sql/*/*/{scratch,tmp,temp,sandbox}/*",
];

export const databaseMigrations: readonly SensitiveRegion[] = [
  {
    does: "change the schema of a database",
    actions: [
      "sql:{create,alter,drop,truncate,rename,migrate,ddl,vacuum_full}{,-*,_*}",
      "{db,database,postgres,postgresql,mysql,mariadb,mssql,oracle,snowflake,bigquery,redshift,clickhouse}:{alter,drop,truncate,migrate,ddl}{,-*,_*}",
      "{db,database,postgres,postgresql,mysql,mariadb,mssql,oracle,snowflake,bigquery,redshift,clickhouse}:create{-,_}{table,schema,database,index,view,column,type}*",
    ],
    exceptActions: ["sql:{create,drop,alter}{-,_}{user,role,login}*"],
    exceptResources: otherDatabases,
  },
  {
    does: "run database migrations",
    actions: [
      "{migrations,migration,flyway,liquibase,alembic,dbmate,atlas,goose}:{apply,run,migrate,upgrade,downgrade,rollback,up,down,undo,repair,clean,update,execute,create,drop}{,_*}",
    ],
    exceptResources: otherDatabases,
  },
  {
    does: "run database migrations from a shell",
    actions: ["{bash,sh,shell}:{run,exec}"],
    resources: [
      "cmd/flyway/{migrate,clean,undo,repair}",
      "cmd/liquibase/{update,rollback,dropAll,drop-all,updateSQL}",
      "cmd/alembic/{upgrade,downgrade}",
      "cmd/dbmate/{up,down,migrate,rollback,drop}",
    ],
  },
  {
    does: "delete a database or a table in AWS",
    actions: [
      "aws:dynamodb:{DeleteTable,DeleteTableReplica}",
      "aws:rds:{DeleteDBInstance,DeleteDBCluster,DeleteGlobalCluster,RestoreDBInstanceToPointInTime,RestoreDBClusterToPointInTime,PromoteReadReplica}",
      "aws:{redshift,docdb-elastic}:DeleteCluster",
      "aws:neptune-graph:{DeleteGraph,ResetGraph}",
      "aws:redshift-serverless:{DeleteNamespace,DeleteWorkgroup}",
      "aws:glue:{DeleteTable,BatchDeleteTable,DeleteDatabase}",
      "aws:cassandra:{Drop,Alter}",
      "aws:elasticache:{DeleteCacheCluster,DeleteReplicationGroup,DeleteServerlessCache}",
      "aws:timestream:{DeleteTable,DeleteDatabase}",
      "aws:dms:{StartReplication,StartReplicationTask,DeleteReplicationTask}",
    ],
    exceptResources: [...ofOtherStages("arn:*:*:*:*:*/"), ...ofOtherStages("arn:*:*:*:*:*:")],
  },
  {
    does: "change the schema of a database through an MCP server",
    actions: [
      "mcp:*:{drop,truncate,alter}{,-,_}{table,database,collection,schema,index,column,view,keyspace}*",
      "mcp:*:{apply,run,execute,create,revert,rollback}{,-,_}migration*",
      "mcp:*:{migrate,rename_table,rename_column,create_table,create_schema,create_index,create-index,rename-collection}{,-*,_*}",
    ],
    exceptResources: [...ofOtherStages("*/*/"), ...ofOtherStages("*/*/*/")],
    isSpelt: true,
  },
  {
    does: "change the schema of a database through an MCP server",
    actions: [
      "mcp:{postgres,postgresql,mysql,mariadb,snowflake,bigquery,supabase,neon,mongodb,sql}:{drop,truncate,alter}{-,_}{table,database,collection,schema}*",
      "mcp:{postgres,postgresql,mysql,supabase,neon,prisma,planetscale}:{apply,run,migrate}{,-*,_*}",
    ],
    exceptResources: [...ofOtherStages("*/*/"), ...ofOtherStages("*/*/*/")],
  },
];
