-- The policy as a Kong plugin: lets through what the policy allows, and nothing else.

local gate = require("ngx_gate")

local told = { "decision", "reason", "statements", "notify", "revision", "unmapped" }

local SentrelyPolicy = {
  VERSION = "1.0.0",
  -- After authentication (1000 and more) and after request-transformer (801), which changes what goes to the upstream;
  -- before the plugins that answer by themselves (from 777 on: AI, functions, cache).
  PRIORITY = 790,
}

local function decide(conf)
  if conf.names == "headers" then return gate.decide_by_headers() end
  local consumer = kong.client.get_consumer()
  -- `upstream_uri` is what Kong sends to the upstream, after routing and transformers.
  return gate.decide_by_url(conf.origin, consumer and consumer.username, ngx.var.upstream_uri)
end

function SentrelyPolicy:access(conf)
  local answer = decide(conf)
  kong.ctx.plugin.answer = answer
  if answer.allowed ~= true then
    return kong.response.exit(403, answer.body, { ["content-type"] = "application/json" })
  end
  -- Replaces what the caller sent: the upstream may believe it.
  kong.service.request.set_header("x-policy-agent", answer.agent)
end

-- Only the gateway speaks of decisions.
function SentrelyPolicy:header_filter()
  local answer = kong.ctx.plugin.answer
  if not answer then return end
  for _, name in ipairs(told) do kong.response.clear_header("x-policy-" .. name) end
  for _, header in ipairs(answer.headers) do kong.response.set_header(header[1], header[2]) end
end

-- Logging plugins write what was asked and decided as `policy`.
function SentrelyPolicy:log()
  local answer = kong.ctx.plugin.answer
  if answer then kong.log.set_serialize_value("policy", answer.record) end
end

return SentrelyPolicy
