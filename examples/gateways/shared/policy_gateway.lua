-- From an HTTP call to a policy request, and from the decision to an answer.
-- The same for every Lua gateway; policy-gateway.js is the same for JavaScript. docs/gateways/README.md explains it.
-- What cannot be named exactly gets the empty name, which every policy denies as `invalid_request`.

local gateway = {}

-- Headers by which some web frameworks let a caller replace the method or the path that was decided, or leave HTTP.
local refused = {
  "upgrade", "x-http-method", "x-http-method-override", "x-method-override", "x-original-url", "x-rewrite-url",
}

-- Headers that conditions may read, and the attribute each becomes.
local attributes = { ["x-change-ticket"] = "change_ticket" }

-- The one value of a header; nil when it is absent, false when it is not one plain text. HTTP lets every hop join
-- two headers by a comma, so a comma is refused too.
local function only(values)
  local count = #values
  if count == 0 then return nil end
  local value = values[1]
  if count > 1 or value == "" or #value > 4096 then return false end
  if string.find(value, "[^ -~]") or string.find(value, ",", 1, true) then return false end
  return value
end

local function unescape(digits)
  if not string.find(digits, "^[0-9A-Fa-f][0-9A-Fa-f]$") then return "\0" end
  local char = string.char(tonumber(digits, 16))
  -- An encoded separator, a second encoding, and what servers read differently.
  if string.find(char, "^[/\\%%;?#]$") then return "\0" end
  return char
end

-- The name of a URL's path, decoded once; nil when two servers could read the path differently.
local function path_name(target)
  local path = string.match(target, "^[^?]*")
  if not string.find(path, "^/[A-Za-z0-9%-._~!$&'()*+,=:@/%%]*$") then return nil end
  local name = string.gsub(path, "%%(.?.?)", unescape)
  if string.find(name, "[^ -~]") then return nil end
  return (string.gsub(name, "/$", ""))
end

-- call = {
--   agent  = who calls, as authenticated by the gateway, or nil (names from the URL only)
--   method, target = as in the request line, undecoded (names from the URL only)
--   values = function(name) → list of the values of a header (name in lower case)
--   now    = milliseconds since 1970
-- }
-- Each of the two functions returns the policy request, and which part of the call could not be named, if any.

local function request_of(call, name_it)
  local unmapped
  local function named(part, value)
    if value then return value end
    unmapped = unmapped or part
    return ""
  end

  local request = { context = {}, now = call.now }
  name_it(request, named)
  for header, attribute in pairs(attributes) do
    local value = only(call.values(header))
    if value == false then request.resource = named("header") end
    request.context[attribute] = value or nil
  end
  for _, header in ipairs(refused) do
    if #call.values(header) > 0 then request.resource = named("header") end
  end
  return request, unmapped
end

-- Names from method and URL. origin = "https://api.example.com": where the calls go, whatever the Host header says.
function gateway.request_by_url(origin, call)
  if not string.find(origin, "^https?://[^/]+$") then error("the origin is no scheme and host") end
  return request_of(call, function(request, named)
    local credential = only(call.values("authorization"))
    request.agent = named("agent", credential ~= false and only({ call.agent }))
    local method = string.find(call.method, "^[A-Z][A-Z-]*$") and call.method ~= "CONNECT" and call.method
    request.action = named("method", method and "https:" .. string.lower(method))
    local path = path_name(call.target)
    request.resource = named("path", path and origin .. path)
  end)
end

-- Names from the headers of a trusted adapter.
function gateway.request_by_headers(call)
  return request_of(call, function(request, named)
    request.agent = named("agent", only(call.values("x-policy-agent")))
    request.action = named("action", only(call.values("x-policy-action")))
    request.resource = named("resource", only(call.values("x-policy-resource")))
  end)
end

-- Texts of the policy as a header value: at most about 1,000 bytes, then how many more there are.
local function listed(texts)
  local parts, size = {}, 0
  for index, text in ipairs(texts) do
    local part = string.gsub(text, "[^A-Za-z0-9._~/@:#-]", function(char)
      return string.format("%%%02X", string.byte(char))
    end)
    size = size + #part + 1
    if size > 1000 then
      parts[#parts + 1] = "+" .. (#texts - index + 1)
      break
    end
    parts[#parts + 1] = part
  end
  return table.concat(parts, " ")
end

local function ids(statements)
  local list = {}
  for index, statement in ipairs(statements) do list[index] = statement.id end
  return list
end

-- JSON of a text in which nothing else needs an escape.
local function quoted(text) return '"' .. string.gsub(text, '["\\]', "\\%0") .. '"' end

-- What a gateway answers when it could not decide.
gateway.failure = {
  allowed = false,
  headers = { { "x-policy-decision", "deny" }, { "x-policy-reason", "no_decision" } },
  body = '{"effect":"deny","reason":"no_decision"}',
  record = "-",
}

-- The bundle, after a first decision: fails when it is missing, damaged or no bundle, so that a gateway does not start.
function gateway.load()
  local policy = require("policy")
  local decision = policy.decide({})
  if decision.reason ~= "invalid_request" or not string.find(policy.to_json(decision), "^{") then
    error("policy.lua is no bundle")
  end
  return policy
end

local function answer_to(policy, request, unmapped)
  local decision = policy.decide(request)
  local headers = {
    { "x-policy-decision", listed({ decision.effect }) },
    { "x-policy-reason", listed({ decision.reason }) },
    { "x-policy-statements", listed(ids(decision.statements)) },
    { "x-policy-notify", listed(decision.notify) },
    { "x-policy-revision", listed({ decision.revision }) },
  }
  if unmapped then headers[#headers + 1] = { "x-policy-unmapped", unmapped } end
  local body = policy.to_json(decision)
  return {
    allowed = decision.effect == "allow" and not unmapped,
    agent = request.agent,
    headers = headers,
    body = body,
    record = '{"agent":' .. quoted(request.agent) .. ',"action":' .. quoted(request.action)
      .. ',"resource":' .. quoted(request.resource) .. ',"decision":' .. body .. "}",
  }
end

-- answer = {
--   allowed = true: pass the call on; anything else: answer 403 with `headers` and `body` (JSON)
--   agent   = who was decided for, when allowed
--   headers = list of {name, value}, also for the answer to a call that was passed on
--   record  = what was asked and decided, as JSON on one line, for the log
-- }
-- The two never throw: what fails is not allowed.

local function safely(work)
  local ok, answer = pcall(work)
  if ok then return answer end
  return gateway.failure
end

function gateway.by_url(policy, origin, call)
  return safely(function() return answer_to(policy, gateway.request_by_url(origin, call)) end)
end

function gateway.by_headers(policy, call)
  return safely(function() return answer_to(policy, gateway.request_by_headers(call)) end)
end

return gateway
