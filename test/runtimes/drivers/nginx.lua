-- The driver of nginx's Lua module: `POST /SET/KIND?first=LINE` with lines of a vector file.
local check = require("check")

local policies = {}
local driver = {}

--- Loads a set's policy when nginx starts, as a gateway would.
function driver.load(set, path)
  policies[set] = check.load(path)
end

function driver.content()
  ngx.req.read_body()
  local set, kind = ngx.var.uri:match("^/([^/]+)/([^/]+)$")
  local text = ngx.req.get_body_data()
  if not text then
    local file = assert(io.open(ngx.req.get_body_file(), "rb"))
    text = file:read("*a")
    file:close()
  end
  local result = check.empty_result()
  check.check(result, policies[set], check.read(set, kind, text, tonumber(ngx.var.arg_first)))
  ngx.say(check.json(result))
end

return driver
