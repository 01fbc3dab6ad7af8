local typedefs = require("kong.db.schema.typedefs")

return {
  name = "sentrely-policy",
  fields = {
    -- One policy speaks of all agents: the plugin is not set up by consumer.
    { consumer = typedefs.no_consumer },
    {
      config = {
        type = "record",
        fields = {
          -- "url": names from method and URL. "headers": from X-Policy-Agent, -Action and -Resource of an adapter.
          { names = { type = "string", required = true, one_of = { "url", "headers" } } },
          -- Where the calls go, as policies name it.
          { origin = { type = "string", match = "^https?://[^/]+$" } },
        },
        entity_checks = {
          {
            conditional = {
              if_field = "names", if_match = { eq = "url" },
              then_field = "origin", then_match = { required = true },
            },
          },
        },
      },
    },
  },
}
