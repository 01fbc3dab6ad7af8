-- Decides the lines of a vector file and compares: every Lua host's driver is this file.
-- Works in Lua 5.1 to 5.4 and LuaJIT. JSON is read by lua-cjson, whose null is a lightuserdata.
local cjson = require("cjson")

local check = {}
local shown = 5

function check.empty_result()
  return { vectors = 0, disagreed = 0, disagreements = {}, ns = 0 }
end

local function unhex(digits)
  return (digits:gsub("%x%x", function(pair) return string.char(tonumber(pair, 16)) end))
end

--- Every text of a value through `change`, names included.
local function map_texts(value, change)
  if type(value) == "string" then return change(value) end
  if type(value) ~= "table" then return value end
  local mapped = {}
  for name, item in pairs(value) do
    mapped[type(name) == "string" and change(name) or name] = map_texts(item, change)
  end
  return mapped
end

--- Numbers that are integers as values of the type integer, where Lua has one.
local function to_integers(value)
  if type(value) == "number" then return math.tointeger(value) or value end
  if type(value) ~= "table" then return value end
  local mapped = {}
  for name, item in pairs(value) do mapped[name] = to_integers(item) end
  return mapped
end

local function read_request(kind, text, line)
  local request = cjson.decode(text)
  if kind == "bytes" and type(request) == "table" then
    for _, part in ipairs({ "agent", "action", "resource", "context" }) do
      request[part] = map_texts(request[part], unhex)
    end
  end
  -- A host may hand over either type of number: every second line does.
  if math.tointeger and line % 2 == 0 then request = to_integers(request) end
  return request
end

--- The lines of a file, or of a part of one that begins with line `first` (from 1).
function check.read(set, kind, text, first)
  local file = { set = set, kind = kind, first = first, texts = {}, expected = {}, requests = {} }
  local count = 0
  for request, expected in text:gmatch("([^\t\n]*)\t([^\n]*)\n") do
    count = count + 1
    file.texts[count] = request
    file.expected[count] = expected
    file.requests[count] = read_request(kind, request, count)
  end
  file.count = count
  return file
end

local function cut(text)
  return text:sub(1, 2000)
end

--- Decides the file's requests and adds what came of it to the result.
function check.check(result, policy, file)
  local decide = file.kind == "lists" and policy.decideAll or policy.decide
  local requests, decisions = file.requests, {}
  local before = os.clock()
  for i = 1, file.count do decisions[i] = decide(requests[i]) end
  result.ns = result.ns + math.floor((os.clock() - before) * 1e9)
  for i = 1, file.count do
    local got = policy.to_json(decisions[i])
    result.vectors = result.vectors + 1
    if got ~= file.expected[i] then
      result.disagreed = result.disagreed + 1
      if #result.disagreements < shown then
        table.insert(result.disagreements, {
          set = file.set,
          kind = file.kind,
          line = file.first + i - 1,
          request = cut(file.texts[i]),
          expected = cut(file.expected[i]),
          got = cut(got),
        })
      end
    end
  end
end

--- The policy of a file, as `require` would load it.
function check.load(path)
  return assert(loadfile(path))("policy")
end

function check.json(result)
  return cjson.encode(result)
end

return check
