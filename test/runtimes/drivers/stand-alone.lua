-- The driver of stand-alone Lua: `stand-alone.lua DRIVERS KIND,KIND,… FOLDER…`.
package.path = arg[1] .. "/?.lua;" .. package.path
local check = require("check")

local function read_file(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

local result = check.empty_result()
for i = 3, #arg do
  local folder = arg[i]
  local policy = check.load(folder .. "/policy.lua")
  for kind in arg[2]:gmatch("[^,]+") do
    local text = read_file(folder .. "/" .. kind .. ".jsonl")
    check.check(result, policy, check.read(folder:match("[^/]+$"), kind, text, 1))
  end
end
print(check.json(result))
