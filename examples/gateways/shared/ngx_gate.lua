-- The policy where nginx runs Lua: nginx with its Lua module, OpenResty, and the plugins for Kong and APISIX.

local gateway = require("policy_gateway")
local policy = gateway.load()

local gate = {}

-- All headers: with the usual limit of 100, those after it would not be seen.
local function values_of()
  local headers, problem = ngx.req.get_headers(0)
  if problem then error(problem) end
  return function(name)
    local value = headers[name]
    if type(value) == "table" then return value end
    return { value }
  end
end

local function call_of(agent, target)
  return {
    agent = agent,
    method = ngx.req.get_method(),
    target = target,
    values = values_of(),
    now = math.floor(ngx.now() * 1000),
  }
end

-- The answer (see policy_gateway.lua) to the current call, named by method and URL.
-- target: as it goes to the upstream.
function gate.decide_by_url(origin, agent, target)
  local ok, call = pcall(call_of, agent, target)
  return ok and gateway.by_url(policy, origin, call) or gateway.failure
end

-- The answer to the current call, named by the headers of an adapter.
function gate.decide_by_headers()
  local ok, call = pcall(call_of)
  return ok and gateway.by_headers(policy, call) or gateway.failure
end

local function enforce(answer)
  ngx.var.policy_record = answer.record
  for _, header in ipairs(answer.headers) do ngx.header[header[1]] = header[2] end
  if answer.allowed == true then return end
  ngx.status = 403
  ngx.header["content-type"] = "application/json"
  ngx.print(answer.body)
  return ngx.exit(ngx.HTTP_OK)
end

-- For access_by_lua: names from method and URL, for an agent that nginx has authenticated.
function gate.by_url(origin, agent) return enforce(gate.decide_by_url(origin, agent, ngx.var.request_uri)) end

-- For access_by_lua: names from the headers of an adapter that alone can reach this server.
function gate.by_headers() return enforce(gate.decide_by_headers()) end

return gate
