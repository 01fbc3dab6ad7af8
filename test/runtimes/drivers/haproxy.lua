-- The driver of HAProxy: `POST /SET/KIND?first=LINE` with lines of a vector file.
-- SENTRELY_SETS names a file with one line for each set: its name, a tab, the path of its policy.
local check = require("check")

local policies = {}
for line in io.lines(os.getenv("SENTRELY_SETS")) do
  local set, path = line:match("^([^\t]+)\t(.+)$")
  policies[set] = check.load(path)
end

core.register_service("decide", "http", function(applet)
  local set, kind = applet.path:match("^/([^/]+)/([^/]+)$")
  local result = check.empty_result()
  check.check(result, policies[set], check.read(set, kind, applet:receive(), tonumber(applet.qs:match("first=(%d+)"))))
  local body = check.json(result)
  applet:set_status(200)
  applet:add_header("content-length", tostring(#body))
  applet:start_response()
  applet:send(body)
end)
