-- What the plugin asks of Kong, as far as it asks: the consumer, the answer, headers, a place for its own data.

local routes = require("routes")

kong = {
  client = {
    get_consumer = function()
      local name = ngx.var.consumer
      return name ~= "" and { username = name } or nil
    end,
  },
  response = {
    exit = function(status, body, headers)
      ngx.status = status
      for name, value in pairs(headers) do ngx.header[name] = value end
      ngx.print(body)
      return ngx.exit(ngx.HTTP_OK)
    end,
    set_header = function(name, value) ngx.header[name] = value end,
    clear_header = function(name) ngx.header[name] = nil end,
  },
  service = { request = { set_header = function(name, value) ngx.req.set_header(name, value) end } },
  ctx = {
    plugin = setmetatable({}, {
      __index = function(_, key) return ngx.ctx[key] end,
      __newindex = function(_, key, value) ngx.ctx[key] = value end,
    }),
  },
  log = {
    set_serialize_value = function(_, value) ngx.var.policy_record = value end,
  },
}
package.loaded["kong.db.schema.typedefs"] = { no_consumer = {} }

local plugin = require("kong.plugins.sentrely-policy.handler")
local schema = require("kong.plugins.sentrely-policy.schema")
assert(schema.name == "sentrely-policy" and plugin.PRIORITY < 801 and plugin.PRIORITY > 777)

local stand_in = {}

function stand_in.access(route)
  ngx.var.upstream_uri, ngx.var.query = string.match(ngx.var.request_uri, "^([^?]*)(.*)$")
  plugin:access(routes[route])
end

function stand_in.header_filter() plugin:header_filter() end

-- nginx writes its log line after this.
function stand_in.log() plugin:log() end

return stand_in
