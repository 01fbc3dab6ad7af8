-- The policy in HAProxy, as two actions of `http-request`. haproxy.cfg refuses every call that they did not let through.

local gateway = require("policy_gateway")
local policy = gateway.load()

local function call_of(txn)
  local headers = txn.http:req_get_headers()
  local now = core.now()
  return {
    agent = txn:get_var("txn.policy_agent"),
    method = txn.f:method(),
    target = txn.f:pathq() or "",
    values = function(name)
      local list = {}
      -- HAProxy counts from 0.
      for index, value in pairs(headers[name] or {}) do list[index + 1] = value end
      return list
    end,
    now = now.sec * 1000 + math.floor(now.usec / 1000),
  }
end

local function enforce(txn, decide)
  local ok, call = pcall(call_of, txn)
  local answer = ok and decide(call) or gateway.failure
  txn:set_var("txn.policy_record", answer.record)
  for _, header in ipairs(answer.headers) do
    txn:set_var("txn." .. string.gsub(header[1], "^x%-", ""):gsub("-", "_"), header[2])
  end
  if answer.allowed == true then
    txn:set_var("txn.policy_allowed", true)
    return
  end
  local reply = txn:reply({ status = 403, reason = "Forbidden" })
  reply:add_header("content-type", "application/json")
  for _, header in ipairs(answer.headers) do reply:add_header(header[1], header[2]) end
  reply:set_body(answer.body)
  txn:done(reply)
end

-- Names from method and URL, for an agent that HAProxy has authenticated.
core.register_action("policy_by_url", { "http-req" }, function(txn, origin)
  enforce(txn, function(call) return gateway.by_url(policy, origin, call) end)
end, 1)

-- Names from the headers of an adapter that alone can reach this frontend.
core.register_action("policy_by_headers", { "http-req" }, function(txn)
  enforce(txn, function(call) return gateway.by_headers(policy, call) end)
end)
