/** SQL databases. */
import type { ServiceDefinition } from "./service-definition.ts";

export const sql: ServiceDefinition = {
  name: "sql",
  aliases: [],
  layouts: {
    sql: {
      cluster: ["sql/{cluster}"],
      database: ["sql/{cluster}/{db}"],
      schema: ["sql/{cluster}/{db}/{schema}"],
      table: ["sql/{cluster}/{db}/{schema}/{table}"],
    },
  },
  actions: [
    { access: "read", names: "select read query count explain describe show export dump" },
    { access: "list", names: "list list_databases list_schemas list_tables list_columns" },
    { access: "write", names: "insert write import load copy" },
    { access: "write", isDestructive: true, names: "update delete merge upsert replace" },
    { access: "write", names: "create create_table create_view create_index create_schema create_database" },
    { access: "write", isDestructive: true, names: "alter rename swap migrate ddl exchange restore" },
    { access: "write", isDestructive: true, names: "drop drop_table drop_schema drop_database truncate" },
    {
      access: "write",
      names: "analyze vacuum optimize reindex refresh lock call execute begin commit rollback comment",
    },
    { access: "write", names: "cancel_query kill_query kill_session backup snapshot" },
    {
      access: "permissions",
      names: "grant revoke create_user alter_user drop_user create_role alter_role drop_role",
    },
  ],
};
