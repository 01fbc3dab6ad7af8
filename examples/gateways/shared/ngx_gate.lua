-- The policy in nginx's access phase: nginx with its Lua module, and OpenResty.

local gateway = require("policy_gateway")
local policy = gateway.load()

local gate = {}

local function refuse(answer)
  ngx.status = 403
  for _, header in ipairs(answer.headers) do ngx.header[header[1]] = header[2] end
  ngx.header["content-type"] = "application/json"
  ngx.print(answer.body)
  return ngx.exit(ngx.HTTP_OK)
end

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

local function call_of(agent)
  return {
    agent = agent,
    method = ngx.var.request_method,
    target = ngx.var.request_uri,
    values = values_of(),
    now = math.floor(ngx.now() * 1000),
  }
end

local function enforce(origin, agent)
  local ok, call = pcall(call_of, agent)
  local answer = ok and gateway.check(policy, origin, call) or gateway.failure
  ngx.var.policy_record = answer.record
  if answer.allowed ~= true then return refuse(answer) end
  for _, header in ipairs(answer.headers) do ngx.header[header[1]] = header[2] end
end

-- Names from method and URL, for an agent that nginx has authenticated.
function gate.by_url(origin, agent) return enforce(origin, agent) end

-- Names from the headers of an adapter that alone can reach this server.
function gate.by_headers() return enforce(nil, nil) end

return gate
