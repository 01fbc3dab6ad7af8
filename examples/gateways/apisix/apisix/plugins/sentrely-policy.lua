-- The policy as a plugin for APISIX: lets through what the policy allows, and nothing else.

local core = require("apisix.core")
local gateway = require("policy_gateway")

-- APISIX leaves out a plugin that fails to load, and serves its routes without it. So this one always loads, and refuses
-- every call when there is no bundle, or a damaged one.
local loaded, gate = pcall(require, "ngx_gate")
if not loaded then core.log.error("no policy: ", gate) end

local told = { "decision", "reason", "statements", "notify", "revision", "unmapped" }

-- names: "url": from method and URL; "headers": from X-Policy-Agent, -Action and -Resource of an adapter.
-- origin: where the calls go, as policies name it.
local schema = {
  type = "object",
  oneOf = {
    {
      properties = {
        names = { type = "string", enum = { "url" } },
        origin = { type = "string", pattern = "^https?://[^/]+$" },
      },
      required = { "names", "origin" },
    },
    {
      properties = { names = { type = "string", enum = { "headers" } } },
      required = { "names" },
    },
  },
}

local plugin = {
  version = 1.0,
  -- Authentication and rewriting come before, in another phase; proxy-cache (1085) and plugins that answer by themselves
  -- after it.
  priority = 2000,
  name = "sentrely-policy",
  schema = schema,
}

-- For log formats: what was asked and decided, as JSON.
core.ctx.register_var("policy_record", function(ctx) return ctx.policy_answer and ctx.policy_answer.record end)

function plugin.check_schema(conf) return core.schema.check(schema, conf) end

local function decide(conf, ctx)
  if not loaded then return gateway.failure end
  if conf.names == "headers" then return gate.decide_by_headers() end
  -- What goes to the upstream: the target as it came, unless a plugin rewrote it.
  local rewritten = ngx.var.upstream_uri
  local target = rewritten ~= "" and rewritten or ngx.var.request_uri
  return gate.decide_by_url(conf.origin, ctx.consumer_name, target)
end

function plugin.access(conf, ctx)
  local answer = decide(conf, ctx)
  ctx.policy_answer = answer
  if answer.allowed ~= true then
    core.response.set_header("content-type", "application/json")
    return 403, answer.body
  end
  -- Replaces what the caller sent: the upstream may believe it.
  core.request.set_header(ctx, "x-policy-agent", answer.agent)
end

-- Only the gateway speaks of decisions.
function plugin.header_filter(_, ctx)
  local answer = ctx.policy_answer
  if not answer then return end
  for _, name in ipairs(told) do ngx.header["x-policy-" .. name] = nil end
  for _, header in ipairs(answer.headers) do core.response.set_header(header[1], header[2]) end
end

return plugin
