-- Decides requests with policy.lua: `luajit decide.lua FOLDER` (see processes.ts for what it prints).
-- Times are of the processor, so that other work on the machine does not count.
local folder = arg[1]
package.path = folder .. "/?.lua;" .. package.path
local policy = require("policy")

local codes = { deny = 0, require_approval = 1, allow = 2 }
local requests, expected = {}, {}
for line in io.lines(folder .. "/requests.tsv") do
  local agent, action, resource, code = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(%d)$")
  requests[#requests + 1] = { agent = agent, action = action, resource = resource }
  expected[#expected + 1] = tonumber(code)
end

local mismatches = 0
for i = 1, #requests do
  if codes[policy.decide(requests[i]).effect] ~= expected[i] then mismatches = mismatches + 1 end
end
io.write(string.format('{"checked":%d,"mismatches":%d}\n', #requests, mismatches))
io.flush()

local decide, clock = policy.decide, os.clock
local slice, at = 500, 0
for line in io.lines() do
  local limit = tonumber(line) / 1000
  local spent, decisions, wrong = 0, 0, 0
  while spent < limit do
    local sum, right = 0, 0
    local start = clock()
    for i = at + 1, at + slice do
      sum = sum + codes[decide(requests[i]).effect] * (i - at)
    end
    spent = spent + (clock() - start)
    for i = at + 1, at + slice do right = right + expected[i] * (i - at) end
    if sum ~= right then wrong = wrong + 1 end
    decisions = decisions + slice
    at = at + slice
    if at + slice > #requests then at = 0 end
  end
  io.write(string.format('{"ns":%.3f,"decisions":%d,"wrong":%d}\n', spent * 1e9 / decisions, decisions, wrong))
  io.flush()
end
