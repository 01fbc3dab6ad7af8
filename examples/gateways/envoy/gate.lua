-- The policy in Envoy's Lua filter. envoy.yaml has a second filter, which lets through only what this one has marked.

local agents = require("agents")
local gateway = require("policy_gateway")
local policy = gateway.load()

local gate = {}
local space = "sentrely.policy"

local function call_of(handle)
  local headers = handle:headers()
  return {
    agent = agents[headers:get("authorization") or ""],
    method = headers:get(":method"),
    target = headers:get(":path") or "",
    values = function(name)
      local list = {}
      for index = 1, headers:getNumValues(name) do list[index] = headers:getAtIndex(name, index - 1) end
      return list
    end,
    now = tonumber(handle:timestamp(EnvoyTimestampResolution.MILLISECOND)),
  }
end

local function refuse(handle, answer)
  local headers = { [":status"] = "403", ["content-type"] = "application/json" }
  for _, header in ipairs(answer.headers) do headers[header[1]] = header[2] end
  handle:respond(headers, answer.body)
end

local function enforce(handle, decide)
  local ok, call = pcall(call_of, handle)
  local answer = ok and decide(call) or gateway.failure
  local metadata = handle:streamInfo():dynamicMetadata()
  metadata:set(space, "record", answer.record)
  if answer.allowed ~= true then
    refuse(handle, answer)
    return false
  end
  for _, header in ipairs(answer.headers) do metadata:set(space, header[1], header[2]) end
  -- Replaces what the caller sent: the upstream may believe it.
  handle:headers():replace("x-policy-agent", answer.agent)
  metadata:set(space, "allowed", "yes")
  return true
end

-- Names from method and URL, for an agent that its credential names.
function gate.by_url(handle, origin)
  local allowed = enforce(handle, function(call) return gateway.by_url(policy, origin, call) end)
  if allowed then handle:headers():remove("authorization") end
end

-- Names from the headers of an adapter that alone can reach this listener.
function gate.by_headers(handle)
  enforce(handle, function(call) return gateway.by_headers(policy, call) end)
end

-- Puts the decision into the answer; only the gateway speaks of decisions.
function gate.tell(handle)
  local told = handle:streamInfo():dynamicMetadata():get(space) or {}
  if told.allowed ~= "yes" then return end
  for _, name in ipairs({ "decision", "reason", "statements", "notify", "revision", "unmapped" }) do
    local header = "x-policy-" .. name
    handle:headers():remove(header)
    if told[header] then handle:headers():add(header, told[header]) end
  end
end

return gate
