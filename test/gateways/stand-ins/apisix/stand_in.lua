-- What the plugin asks of APISIX, as far as it asks: headers, a variable for logs, the check of its configuration.

local routes = require("routes")

local variables = {}

package.loaded["apisix.core"] = {
  log = { error = function(...) ngx.log(ngx.ERR, ...) end },
  ctx = { register_var = function(name, read) variables[name] = read end },
  schema = { check = function(_, conf) return conf ~= nil end },
  response = { set_header = function(name, value) ngx.header[name] = value end },
  request = { set_header = function(_, name, value) ngx.req.set_header(name, value) end },
}

local plugin = require("apisix.plugins.sentrely-policy")
assert(plugin.name == "sentrely-policy" and plugin.priority > 1085 and plugin.priority < 2400)

local stand_in = {}

function stand_in.access(route)
  assert(plugin.check_schema(routes[route]))
  local consumer = ngx.var.consumer
  ngx.ctx.consumer_name = consumer ~= "" and consumer or nil
  local status, body = plugin.access(routes[route], ngx.ctx)
  if not status then return end
  ngx.status = status
  ngx.print(body)
  return ngx.exit(ngx.HTTP_OK)
end

function stand_in.header_filter() plugin.header_filter(nil, ngx.ctx) end

function stand_in.log()
  local record = variables.policy_record(ngx.ctx)
  if record then ngx.var.policy_record = record end
end

return stand_in
